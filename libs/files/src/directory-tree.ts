import { type Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { byName } from '@sigcat/core';
import { type FileTree, type TreeFile } from '@sigcat/formats';
import { FileByteSource } from './file-byte-source';
import { withFile } from './file-problem';

/**
 * The files below a folder, in the order of their names, folder by folder. Links are followed, but never round
 * in circles.
 *
 * Going through them throws Problem `file-not-found`, for a link that leads nowhere, or `file-unreadable`.
 */
export class DirectoryTree implements FileTree {
  constructor(private readonly root: string) {}

  async *files(): AsyncGenerator<TreeFile> {
    for await (const path of this.paths()) {
      const place = join(this.root, path);
      const source = await withFile(place, () => FileByteSource.open(place));
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
    const place = join(this.root, folder);
    const real = await withFile(place, () => realpath(place));
    if (above.has(real)) return;
    const within = new Set([...above, real]);
    const entries = await withFile(place, () => readdir(real, { withFileTypes: true }));
    for (const entry of entries.sort(byName)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const kind = await this.kindOf(entry, path);
      if (kind === 'folder') yield* this.pathsBelow(path, within);
      else if (kind === 'file') yield path;
    }
  }

  private async kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | 'other'> {
    const place = join(this.root, path);
    const known = entry.isSymbolicLink() ? await withFile(place, () => stat(place)) : entry;
    return known.isDirectory() ? 'folder' : known.isFile() ? 'file' : 'other';
  }
}
