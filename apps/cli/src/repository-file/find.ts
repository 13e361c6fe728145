import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { foldersUpwards } from '../repository';

const fileName = '.sigcat.yaml';

/** The nearest `.sigcat.yaml` from a folder upwards, not beyond the top of the repository. */
export function findRepositoryFile(folder: string): string | undefined {
  return foldersUpwards(folder)
    .map((one) => join(one, fileName))
    .find((path) => existsSync(path));
}
