import { truncateSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FileByteSource } from './file-byte-source';
import { Folder } from './testing/folder';

let folder: Folder;
let path: string;
let source: FileByteSource;
beforeEach(async () => {
  folder = new Folder();
  path = folder.write('file', '0123456789');
  source = await FileByteSource.open(path);
});
afterEach(async () => {
  await source.close();
  folder.remove();
});

it.each([
  [0, 10, '0123456789'],
  [3, 4, '3456'],
  [8, 5, '89'],
  [10, 1, ''],
  [20, 5, ''],
  [0, 0, ''],
])('reads from %d on %d bytes', async (offset, length, expected) => {
  expect(Buffer.from(await source.read(offset, length)).toString()).toBe(expected);
});

it('knows its size', () => {
  expect(source.size).toBe(10);
});

it('gives what is there when the file was cut short', async () => {
  truncateSync(path, 4);
  expect(Buffer.from(await source.read(2, 8)).toString()).toBe('23');
});

it("throws the operating system's error when there is no file", async () => {
  await expect(FileByteSource.open(`${path}.gone`)).rejects.toMatchObject({ code: 'ENOENT' });
});
