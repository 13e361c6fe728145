import { Problem } from '@sigcat/problems';

/**
 * The path of an archive's entry, cleared of `./` and doubled slashes.
 *
 * @throws Problem `archive-path-outside` when the path leads out of the archive, `archive-malformed` when it is none
 */
export function entryPath(path: string): string {
  const parts = path.split(/[\\/]/);
  if (parts.includes('..') || parts[0] === '' || /^[A-Za-z]:/.test(path)) {
    throw new Problem('archive-path-outside', `The entry ${JSON.stringify(path)} leads out of the archive.`, {
      path,
    });
  }
  if (path.includes('\0')) {
    throw new Problem('archive-malformed', `The entry ${JSON.stringify(path)} has a NUL in its path.`, {
      path,
    });
  }
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
