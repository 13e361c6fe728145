import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const elsewhere = '/dev/shm';

/** Where a run keeps everything. */
export interface Folders {
  readonly postgres: string;
  readonly data: string;
  readonly artifacts: string;
  /** Two spools where there is a second file system, from which artifacts cannot simply be renamed. */
  readonly spools: readonly string[];
  remove(): void;
}

export function makeFolders(): Folders {
  const made = [makeFolder(tmpdir())];
  if (existsSync(elsewhere) && statSync(elsewhere).dev !== statSync(tmpdir()).dev)
    made.push(makeFolder(elsewhere));
  const [first = ''] = made;
  return {
    postgres: join(first, 'postgres'),
    data: join(first, 'data'),
    artifacts: join(first, 'artifacts'),
    spools: made.map((folder) => join(folder, 'spool')),
    remove: () => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The files below a folder by their paths in it; none where there is no folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}

function makeFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'sigcat-crash-'));
  // PostgreSQL, which runs as another user where we are root, must be able to look in.
  chmodSync(folder, 0o755);
  return folder;
}
