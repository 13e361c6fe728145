import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The folders from this one upwards: to the top of the repository, or of the file system where there is none. */
export function foldersUpwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder || isTop(folder) ? [folder] : [folder, ...foldersUpwards(above)];
}

/** How a path of the working directory is called from the top of the repository, with `/` between its parts. */
export function placeInRepository(path: string, workingDirectory: string): string {
  const top = foldersUpwards(workingDirectory).at(-1) ?? workingDirectory;
  const place = relative(isTop(top) ? top : workingDirectory, resolve(workingDirectory, path));
  const isOutside = isAbsolute(place) || place === '..' || place.startsWith(`..${sep}`);
  return (isOutside ? path : place).replaceAll(sep, '/');
}

/** Of a worktree and a submodule `.git` is a file. */
function isTop(folder: string): boolean {
  return existsSync(join(folder, '.git'));
}
