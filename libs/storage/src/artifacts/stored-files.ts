import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Digest } from '@sigcat/core';

/** A file of an artifact store. */
export interface StoredFile {
  readonly path: string;
  /** The digest that its place stands for, if that is one. */
  readonly digest: Digest | undefined;
  readonly changed: Date;
}

/**
 * The files `ab/cdef…` below a folder, one folder after the other, and those beside these folders; those that go away
 * meanwhile are left out.
 */
export async function* filesBelow(folder: string): AsyncGenerator<StoredFile> {
  for (const first of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, first.name);
    const paths = first.isDirectory() ? await pathsIn(path) : [path];
    // All of a folder at once: on a busy machine each wait for the file system is a long one.
    const files = await Promise.all(paths.map(look));
    for (const file of files) if (file) yield file;
  }
}

async function pathsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}

async function look(path: string): Promise<StoredFile | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ? { path, digest: digestOfPlace(path), changed: stats.mtime } : undefined;
}

function digestOfPlace(path: string): Digest | undefined {
  const hex = basename(dirname(path)) + basename(path);
  return /^[0-9a-f]{64}$/.test(hex) ? `sha-256:${hex}` : undefined;
}
