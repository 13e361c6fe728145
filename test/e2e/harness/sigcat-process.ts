import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All in one, or one of its services by itself. */
type App = 'sigcat' | 'upload-api' | 'compat-checker' | 'query-api';

/** A Sigcat in a process of its own. */
export interface SigcatProcess {
  readonly url: string;
  readonly dataDir: string;
  readonly child: ChildProcess;
  /** All that it has printed. */
  readonly output: () => string;
  /** Ends it with a signal; resolves to its exit code, or the signal that ended it. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | NodeJS.Signals | null>;
}

export interface SigcatOptions {
  readonly app?: App;
  /** Kept in place of the variables of this process that begin with `SIGCAT_`, and of DATABASE_URL. */
  readonly env?: Readonly<Record<string, string>>;
  /** Data folder of an earlier process; a fresh one by default. */
  readonly dataDir?: string;
  /** Size beyond which no file of the process may grow. */
  readonly maxFileKib?: number;
}

/** Starts the built server on a free port and waits until it listens. @throws Error with what it printed. */
export async function startSigcat({
  app = 'sigcat',
  env = {},
  dataDir = makeDataDir(),
  maxFileKib,
}: SigcatOptions = {}): Promise<SigcatProcess> {
  const child = spawnSigcat({ SIGCAT_DATA_DIR: dataDir, SIGCAT_PORT: '0', ...env }, app, maxFileKib);
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = /listens on (http:\S+)/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`Sigcat ended:\n${printed}`));
    });
  });
  return {
    url,
    dataDir,
    child,
    output: () => printed,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await once(child, 'exit');
      }
      return child.exitCode ?? child.signalCode;
    },
  };
}

/** Starts the built server with these settings alone. */
export function spawnSigcat(
  env: Readonly<Record<string, string>>,
  app: App = 'sigcat',
  maxFileKib?: number,
): ChildProcess {
  const main = join(__dirname, `../../../apps/${app}/dist/main.js`);
  const { PATH = '', HOME = '', TMPDIR = tmpdir() } = process.env;
  // A write beyond the limit raises SIGXFSZ, which ends a process that does not ignore it.
  const limited = `trap '' XFSZ; ulimit -f ${maxFileKib ?? 0}; exec "$0" "$@"`;
  const [command, ...args] =
    maxFileKib === undefined ? [process.execPath, main] : ['bash', '-c', limited, process.execPath, main];
  return spawn(command, args, { env: { PATH, HOME, TMPDIR, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'sigcat-e2e-'));
  // PostgreSQL, which runs as another user where we are root, must be able to look in.
  chmodSync(dataDir, 0o755);
  return dataDir;
}

export function removeDataDir(dataDir: string): void {
  rmSync(dataDir, { recursive: true, force: true });
}
