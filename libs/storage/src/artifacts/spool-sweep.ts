import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fateOf } from './process-folder';

/**
 * Removes from a spool the folders of dead processes, and what is older than `olderThanMs` milliseconds from
 * those of whom nobody can tell here whether they live. Resolves to how many uploads that were.
 */
export async function sweepSpool(spool: string, olderThanMs: number): Promise<number> {
  let swept = 0;
  for (const name of await readdir(spool)) {
    const path = join(spool, name);
    const fate = await fateOf(path);
    if (fate === 'dead') {
      swept += (await readdir(path).catch(() => [])).filter(isUpload).length;
      await rm(path, { recursive: true, force: true });
    } else if (fate === 'unknown' && (await isFolder(path))) {
      swept += await sweepByAge(path, olderThanMs);
    }
  }
  return swept;
}

/** The last thing to go is the folder; a living process whose folder it was makes another one. */
async function sweepByAge(folder: string, olderThanMs: number): Promise<number> {
  let swept = 0;
  if (!(await isOld(folder, olderThanMs))) return swept;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (!(await isOld(path, olderThanMs))) continue;
    await rm(path, { force: true });
    if (isUpload(name)) swept++;
  }
  await rmdir(folder).catch(() => undefined); // It has uploads under way.
  return swept;
}

function isUpload(name: string): boolean {
  return name.endsWith('.part');
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false, // Removed meanwhile.
  );
}

async function isOld(path: string, olderThanMs: number): Promise<boolean> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs >= olderThanMs,
    () => false, // Removed meanwhile, by its own upload or by another sweep.
  );
}
