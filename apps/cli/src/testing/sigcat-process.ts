import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const server = join(__dirname, '../../../sigcat/dist/main.js');
const commandLine = join(__dirname, '../../bin/sigcat.js');

export interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the built Sigcat with a data folder of its own. @throws Error with what it printed. */
export async function startServer(): Promise<Server> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sigcat-cli-server-'));
  // For root PostgreSQL runs as somebody else, who has to look in.
  chmodSync(dataDir, 0o755);
  const child = spawn(process.execPath, [server], {
    env: { ...environment(), SIGCAT_DATA_DIR: dataDir, SIGCAT_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  return {
    url: await urlOf(child),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function urlOf(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString();
      const url = /listens on (\S+)/.exec(printed)?.[1];
      if (url !== undefined) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => {
      reject(new Error(`Sigcat did not start:\n${printed}`));
    });
  });
}

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in a process of its own. */
export async function sigcat(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  return runNode([commandLine, ...words], env);
}

export async function runNode(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, words, {
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

/** That of this process without what concerns Sigcat. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith('SIGCAT_') && !['DATABASE_URL', 'FORCE_COLOR'].includes(name),
    ),
  );
}
