import { type ByteSource, type FileTree } from '../byte-source';
import { BufferSource } from '../sources/buffer-source';

/** Keeps account of what is read from another source. */
export class CountingSource implements ByteSource {
  bytesRead = 0;
  readonly offsets: number[] = [];

  constructor(private readonly source: ByteSource) {}

  get size(): number {
    return this.source.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.source.read(offset, length);
    this.offsets.push(offset);
    this.bytesRead += bytes.length;
    return bytes;
  }
}

/** Pieces with zeros between them, which take no memory. */
export class SparseSource implements ByteSource {
  constructor(
    readonly size: number,
    private readonly pieces: ReadonlyMap<number, Uint8Array>,
  ) {}

  read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
    for (const [start, piece] of this.pieces) {
      const from = Math.max(start, offset);
      const to = Math.min(start + piece.length, offset + bytes.length);
      if (from < to) bytes.set(piece.subarray(from - start, to - start), from - offset);
    }
    return Promise.resolve(bytes);
  }
}

export function treeOf(files: Readonly<Record<string, Uint8Array>>): FileTree {
  return {
    async *files() {
      for (const [path, bytes] of Object.entries(files)) {
        yield await Promise.resolve({ path, source: new BufferSource(bytes) });
      }
    },
  };
}
