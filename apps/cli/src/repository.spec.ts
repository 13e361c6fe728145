import { mkdirSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { foldersUpwards, placeInRepository } from './repository';
import { findRepositoryFile } from './repository-file/find';
import { Folder } from './testing/models';

let folder: Folder;
let inner: string;
beforeEach(() => {
  folder = new Folder();
  inner = join(folder.path, 'repository', 'models', 'fraud');
  mkdirSync(inner, { recursive: true });
});
afterEach(() => {
  folder.remove();
});

/** Makes the folder `repository` one, as a clone or as a worktree. */
function makeRepository(kind: 'clone' | 'worktree'): void {
  const git = join(folder.path, 'repository', '.git');
  if (kind === 'clone') mkdirSync(git);
  else writeFileSync(git, 'gitdir: elsewhere\n');
}

it.each(['clone', 'worktree'] as const)('goes up to the top of a %s', (kind) => {
  makeRepository(kind);
  const top = join(folder.path, 'repository');
  expect(foldersUpwards(inner)).toEqual([inner, join(top, 'models'), top]);
});

it('goes up to the root where there is no repository', () => {
  expect(foldersUpwards(inner).at(-1)).toBe(sep);
});

describe('the file of a repository', () => {
  const write = (...path: string[]): string =>
    folder.write(join('repository', ...path, '.sigcat.yaml'), 'model: fraud\n');

  it('is the nearest one', () => {
    const above = write();
    expect(findRepositoryFile(inner)).toBe(above);
    const nearer = write('models');
    expect(findRepositoryFile(inner)).toBe(nearer);
  });

  it('does not lie beyond the top of the repository', () => {
    makeRepository('clone');
    folder.write('.sigcat.yaml', 'model: stray\n');
    expect(findRepositoryFile(inner)).toBeUndefined();
  });
});

it.each([
  ['export/3', 'models/fraud/export/3'],
  ['./export/3/', 'models/fraud/export/3'],
  ['../spam', 'models/spam'],
  ['../../../elsewhere', '../../../elsewhere'],
  ['/elsewhere', '/elsewhere'],
])('calls %s %s from the top', (path, expected) => {
  makeRepository('clone');
  expect(placeInRepository(path, inner)).toBe(expected);
});

it('calls a path what it is called where there is no repository', () => {
  expect(placeInRepository('./export/3', inner)).toBe('export/3');
});
