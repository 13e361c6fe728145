import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'sigcat-test-';

/** A place for the data of this process's server, not there yet; the name says whose it is. */
export function dataFolder(pid = process.pid, parent = tmpdir()): string {
  return join(parent, `${prefix}${pid}-${randomUUID()}`);
}

/** Ends the servers, and removes the data, of Jest runs that were killed and so did not clean up. */
export async function removeAbandoned(
  stopLeftover: (dir: string) => Promise<unknown>,
  parent = tmpdir(),
): Promise<void> {
  for (const name of readdirSync(parent)) {
    const pid = ownerOf(name);
    if (pid === undefined) continue;
    // Called before this process has a server: what bears its number is of an earlier process.
    if (pid !== process.pid && isRunning(pid)) continue;
    const dir = join(parent, name);
    try {
      await stopLeftover(dir);
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // Another user's, or somebody else is just removing it. It is in nobody's way.
    }
  }
}

/** The process whose folder it is; undefined for what is none of ours. */
function ownerOf(name: string): number | undefined {
  const pid = name.startsWith(prefix) ? /^\d+(?=-)/.exec(name.slice(prefix.length)) : null;
  return pid === null ? undefined : Number(pid[0]);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
