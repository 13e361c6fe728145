import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { DirectoryTree } from './directory-tree';
import { Folder } from './testing/folder';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

async function paths(): Promise<string[]> {
  const found: string[] = [];
  for await (const path of new DirectoryTree(folder.path).paths()) found.push(path);
  return found;
}

it('gives the files in the order of their names, folder by folder, and folders not at all', async () => {
  for (const name of ['b', 'a/z', 'a/b/c', 'B', 'a.txt']) folder.write(name, name);
  mkdirSync(join(folder.path, 'empty'));
  expect(await paths()).toEqual(['B', 'a/b/c', 'a/z', 'a.txt', 'b']);
});

it('gives the content of each file', async () => {
  folder.write('one', '1');
  folder.write('two/three', '3');
  const found: Record<string, string> = {};
  for await (const { path, source } of new DirectoryTree(folder.path).files()) {
    found[path] = Buffer.from(await source.read(0, source.size)).toString();
  }
  expect(found).toEqual({ one: '1', 'two/three': '3' });
});

it('follows links to files and folders', async () => {
  folder.write('kept/model', 'x');
  symlinkSync('kept', join(folder.path, 'link'));
  symlinkSync('kept/model', join(folder.path, 'model'));
  expect(await paths()).toEqual(['kept/model', 'link/model', 'model']);
});

it('does not follow a link round in circles', async () => {
  folder.write('inner/file', 'x');
  symlinkSync('..', join(folder.path, 'inner/up'));
  expect(await paths()).toEqual(['inner/file']);
});

it('says which link leads nowhere', async () => {
  symlinkSync('gone', join(folder.path, 'link'));
  await expect(paths()).rejects.toMatchObject({
    code: 'file-not-found',
    detail: `There is no ${join(folder.path, 'link')}.`,
  });
});
