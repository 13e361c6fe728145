import { type Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byName } from '@sigcat/core';
import { type FileTree, type TreeFile } from '@sigcat/formats';
import { FileByteSource } from './file-byte-source';

/** The files below a folder, in the order of their names. Links are followed, but never round in circles. */
export class DirectoryTree implements FileTree {
  constructor(private readonly root: string) {}

  async *files(): AsyncGenerator<TreeFile> {
    for await (const path of this.paths()) {
      const source = await FileByteSource.open(join(this.root, path));
      try {
        yield { path, source };
      } finally {
        await source.close();
      }
    }
  }

  /** Paths relative to the folder, with `/` between their parts. */
  async *paths(): AsyncGenerator<string> {
    yield* this.pathsBelow('', new Set());
  }

  private async *pathsBelow(folder: string, above: ReadonlySet<string>): AsyncGenerator<string> {
    const real = await realpath(join(this.root, folder));
    if (above.has(real)) return;
    const within = new Set([...above, real]);
    const entries = await readdir(real, { withFileTypes: true });
    for (const entry of entries.sort(byName)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const kind = await this.kindOf(entry, path);
      if (kind === 'folder') yield* this.pathsBelow(path, within);
      else if (kind === 'file') yield path;
    }
  }

  private async kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | 'other'> {
    const known = entry.isSymbolicLink() ? await stat(join(this.root, path)) : entry;
    return known.isDirectory() ? 'folder' : known.isFile() ? 'file' : 'other';
  }
}
