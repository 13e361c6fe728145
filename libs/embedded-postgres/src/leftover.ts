import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isRunning, processInfo } from './process-info';

/** A setting that PostgreSQL does not know and keeps: it shows in the server's arguments who started it. */
const starterSetting = 'sigcat.started_by';

/** How long a leftover server may take to stop before it is stopped harder, in milliseconds. */
const patience = 15_000;

/** The argument that tells a later start which process this server belongs to. */
export function starterArgument(pid: number): string {
  return `${starterSetting}=${pid}`;
}

/**
 * Ends the server that a killed process of ours left behind in `dir`.
 * @returns the process id in postmaster.pid if that is now some other program's, which PostgreSQL must
 *   then be told of: it would take that one for a server
 * @throws Error when the server is not left over but in use, or does not stop
 */
export async function stopLeftover(dir: string): Promise<number | undefined> {
  const pid = postmasterPid(dir);
  const info = pid === undefined ? undefined : processInfo(pid);
  if (pid === undefined || info === undefined || info.command.length === 0) return undefined;
  if (!isServerOn(dir, info.command)) return pid;

  const starter = starterOf(info.command);
  // The system gives a process whose parent died another parent.
  if (starter === undefined || info.parent === starter) {
    throw new Error(
      `a PostgreSQL (process ${pid}) already runs on ${dir}, ` +
        (starter === undefined ? 'and it was not started by Sigcat' : `started by process ${starter}`),
    );
  }
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal); // PostgreSQL's fast and immediate shutdown.
    for (let waited = 0; waited < patience; waited += 50) {
      if (!isRunning(pid)) return undefined;
      await wait(50);
    }
  }
  throw new Error(`the PostgreSQL left over on ${dir} (process ${pid}) does not stop`);
}

function postmasterPid(dir: string): number | undefined {
  const file = join(dir, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  return Number.isNaN(pid) ? undefined : pid;
}

/** The number in the file may be another process's by now: also the program and its folder must agree. */
function isServerOn(dir: string, command: readonly string[]): boolean {
  const line = command.join(' ');
  return /(^|\/)postgres$/.test(command[0] ?? '') && `${line} `.includes(` -D ${dir} `);
}

function starterOf(command: readonly string[]): number | undefined {
  const argument = command.find((part) => part.startsWith(`${starterSetting}=`));
  return argument === undefined ? undefined : Number(argument.slice(starterSetting.length + 1));
}
