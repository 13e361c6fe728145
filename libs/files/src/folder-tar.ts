import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Header, type HeaderData } from 'tar/header';
import { Pax } from 'tar/pax';
import { DirectoryTree } from './directory-tree';
import { fileChunks } from './file-chunks';
import { withFile } from './file-problem';
import { type PackedArtifact } from './packed-artifact';

/** What everything in a tar archive is a multiple of. */
const blockLength = 512;

/** An archive ends with two empty blocks. */
const end = Buffer.alloc(2 * blockLength);

/** What the machine and the day would add is left out, so that the same files make the same archive. */
const sameEverywhere: HeaderData = { mode: 0o644, uid: 0, gid: 0, mtime: new Date(0), type: 'File' };

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly header: Buffer;
}

/** A folder as a tar archive of its files. Only one chunk is in memory at a time. */
export class FolderTar implements PackedArtifact {
  readonly mediaType = 'application/x-tar';

  private constructor(
    private readonly folder: string,
    private readonly entries: readonly Entry[],
  ) {}

  /** @throws Problem `file-not-found`, `file-unreadable`. */
  static async of(folder: string): Promise<FolderTar> {
    const entries: Entry[] = [];
    for await (const path of new DirectoryTree(folder).paths()) {
      const place = join(folder, path);
      const { size } = await withFile(place, () => stat(place));
      entries.push({ path, size, header: headerOf(path, size) });
    }
    return new FolderTar(folder, entries);
  }

  get size(): number {
    return this.entries.reduce(
      (sum, { header, size }) => sum + header.length + size + paddingOf(size),
      end.length,
    );
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for (const { path, size, header } of this.entries) {
      yield header;
      yield* fileChunks(join(this.folder, path), size);
      yield Buffer.alloc(paddingOf(size));
    }
    yield end;
  }
}

function headerOf(path: string, size: number): Buffer {
  const block = Buffer.alloc(blockLength);
  const header = new Header({ ...sameEverywhere, path, size });
  if (!header.encode(block)) return block;
  // What a plain header has no room for stands in another one before it.
  return Buffer.concat([new Pax({ path, size, mtime: new Date(0) }).encode(), block]);
}

function paddingOf(size: number): number {
  return (blockLength - (size % blockLength)) % blockLength;
}
