import { spawn, type ChildProcess } from 'node:child_process';
import { type Binaries } from './binaries';
import { type DataDirectory } from './data-directory';
import { starterArgument } from './leftover';
import { settings } from './settings';

/** How long a stop may take before it is no longer a clean one, in milliseconds. */
const patience = 30_000;

/** A PostgreSQL that takes connections. */
export interface Server {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** PostgreSQL ended before it took connections. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(
    dir: string,
    /** The end of what PostgreSQL logged. */
    readonly log: string,
  ) {
    super(`PostgreSQL did not start on ${dir}:\n${log.trim()}`);
  }
}

/** What to run, where. */
export interface ServerOptions extends DataDirectory {
  readonly binaries: Binaries;
  readonly port: number;
  readonly durable: boolean;
  /** The process in postmaster.pid, when that is no PostgreSQL. */
  readonly strangerPid: number | undefined;
}

/**
 * Starts PostgreSQL and waits until it takes connections, which after a crash may take a while.
 * @throws StartError when it ends before
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { binaries, dir, user, port, durable, strangerPid } = options;
  const child = spawn(binaries.postgres, serverArguments(dir, port, durable), {
    ...user,
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Ctrl-C goes to all of a terminal's foreground; what it interrupts may still have something to save.
    detached: durable,
    // The way for pg_ctl to name its own parent, which may stand in postmaster.pid without being a server.
    env: { ...process.env, ...(strangerPid !== undefined && { PG_GRANDPARENT_PID: String(strangerPid) }) },
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => {
      resolve();
    });
  });
  const pid = await ready(child, dir);

  // When we end without stopping it; a killed process cannot, hence stopLeftover.
  const abandon = () => child.kill('SIGINT');
  process.once('exit', abandon);
  void exited.then(() => process.off('exit', abandon));
  return { pid, stop: () => stop(child, exited) };
}

function serverArguments(dir: string, port: number, durable: boolean): string[] {
  const pairs = Object.entries(settings(port, durable)).map(([name, value]) => `${name}=${value}`);
  return ['-D', dir, ...[...pairs, starterArgument(process.pid)].flatMap((pair) => ['-c', pair])];
}

function ready(child: ChildProcess, dir: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.once('error', reject);
    child.once('close', () => {
      reject(new StartError(dir, log));
    });
    // Read to the end even when nobody listens any more: a full pipe would block PostgreSQL.
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-4000);
      if (child.pid !== undefined && /ready to accept (read-only )?connections/.test(log)) resolve(child.pid);
    });
  });
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGINT'); // PostgreSQL's fast shutdown; a no-op when it has ended.
  const hurry = setTimeout(() => child.kill('SIGQUIT'), patience);
  await exited;
  clearTimeout(hurry);
}
