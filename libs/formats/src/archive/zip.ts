import { Problem } from '@sigcat/problems';
import { crc32, createInflateRaw } from 'node:zlib';
import * as yauzl from 'yauzl';
import { type ByteSource, type FileTree, type TreeFile } from '../byte-source';
import { type ReadContext } from '../format';
import { ForwardSource } from '../sources/forward-source';
import { ReadAhead } from '../sources/read-ahead';
import { SubRange } from '../sources/sub-range';
import { checkEntryCount } from './entry-count';
import { entryPath } from './entry-path';
import { expand } from './expand';
import { ExpansionBudget } from './expansion-budget';

/** Compression methods. */
const stored = 0;
const deflated = 8;

const chunkBytes = 64 * 2 ** 10;

/** Unix file types in the upper half of the external attributes. */
const typeMask = 0o170000;
const regularFile = 0o100000;
const directory = 0o040000;

/** The files of a zip archive by its central directory. */
export function zipTree(source: ByteSource, context: ReadContext): FileTree {
  return {
    async *files() {
      yield* new ZipWalk(ReadAhead.over(source), context).files();
    },
  };
}

class ZipWalk {
  readonly #reader: SourceReader;
  readonly #budget: ExpansionBudget;

  constructor(
    private readonly source: ReadAhead,
    private readonly context: ReadContext,
  ) {
    this.#reader = new SourceReader(source);
    this.#budget = new ExpansionBudget(context.limits);
  }

  async *files(): AsyncGenerator<TreeFile> {
    const zip = await this.#of(
      yauzl.fromRandomAccessReaderPromise(this.#reader, this.source.size, {
        autoClose: false,
        decodeStrings: false,
        validateEntrySizes: false,
      }),
    );
    checkEntryCount(zip.entryCount, this.context.limits);
    const entries = zip.eachEntry();
    for (;;) {
      await this.context.deadline.breathe();
      const next = await this.#of(entries.next());
      if (next.done) return;
      const path = checkedPath(next.value);
      if (path.endsWith('/')) continue;
      yield* this.#file(zip, next.value, entryPath(path));
    }
  }

  async *#file(zip: yauzl.ZipFile, entry: yauzl.Entry, path: string): AsyncGenerator<TreeFile> {
    const { fileDataStart } = await this.#of(zip.readLocalFileHeaderPromise(entry, { minimal: true }));
    const data = new SubRange(this.source, fileDataStart, entry.compressedSize);
    if (entry.compressionMethod === stored && entry.compressedSize !== entry.uncompressedSize) {
      throw wrongSize(entry, path);
    }
    const size = entry.uncompressedSize;
    const unpacked = new ForwardSource(size, () => this.#unpacked(data, entry, path));
    try {
      yield { path, source: unpacked };
      // A reader skips what it need not see, and so would not notice that it is not there.
      await unpacked.finish();
    } finally {
      await unpacked.close();
    }
  }

  async *#unpacked(data: ByteSource, entry: yauzl.Entry, path: string): AsyncGenerator<Uint8Array> {
    let checksum = 0;
    const isStored = entry.compressionMethod === stored;
    for await (const chunk of isStored ? this.#chunks(data) : this.#inflate(data, entry, path)) {
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
    if (checksum !== entry.crc32) {
      const detail = `The entry ${JSON.stringify(path)} is damaged: its checksum is not the one that the archive says.`;
      throw new Problem('archive-malformed', detail, { path });
    }
  }

  async *#chunks(data: ByteSource): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < data.size; at += chunkBytes) {
      await this.context.deadline.breathe();
      yield await data.read(at, chunkBytes);
    }
  }

  async *#inflate(data: ByteSource, entry: yauzl.Entry, path: string): AsyncGenerator<Uint8Array> {
    if (entry.compressionMethod !== deflated) {
      throw new Problem(
        'archive-malformed',
        `The entry ${JSON.stringify(path)} is compressed by method ${entry.compressionMethod}, not by deflate.`,
      );
    }
    let total = 0;
    for await (const chunk of expand(data, createInflateRaw(), this.#budget, this.context.deadline)) {
      total += chunk.length;
      if (total > entry.uncompressedSize) break;
      yield chunk;
    }
    if (total !== entry.uncompressedSize) throw wrongSize(entry, path);
  }

  /** yauzl says in words what is wrong with an archive; what the source throws is not the archive's fault. */
  async #of<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (cause) {
      if (this.#reader.failure) throw this.#reader.failure.error;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const code = reason.includes('encryption') ? 'archive-encrypted' : 'archive-malformed';
      throw new Problem(code, `The zip archive cannot be read: ${reason}.`, {}, { cause });
    }
  }
}

function wrongSize({ uncompressedSize }: yauzl.Entry, path: string): Problem {
  const detail = `The entry ${JSON.stringify(path)} has not the ${uncompressedSize} bytes that the archive says.`;
  return new Problem('archive-malformed', detail, { path });
}

/** yauzl's view of a source. */
class SourceReader extends yauzl.RandomAccessReader {
  /** What the source failed with, if it did. */
  failure: { readonly error: unknown } | undefined;

  constructor(private readonly source: ByteSource) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, read?: number) => void,
  ): void {
    this.source.read(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null, bytes.length);
      },
      (error: unknown) => {
        this.failure = { error };
        callback(new Error('The source failed.'));
      },
    );
  }
}

/** The path of an entry that may stand in an archive of ours; that of a folder ends with a slash. */
function checkedPath(entry: yauzl.Entry): string {
  const path = yauzl.getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileNameRaw,
    entry.extraFields,
    false,
  );
  const shown = JSON.stringify(path);
  entryPath(path);
  if (entry.isEncrypted())
    throw new Problem('archive-encrypted', `The entry ${shown} is encrypted.`, { path });
  // Attributes of systems other than Unix leave these bits 0.
  const type = (entry.externalFileAttributes >>> 16) & typeMask;
  if (type !== 0 && type !== regularFile && type !== directory) {
    throw new Problem('archive-link', `The entry ${shown} is no file but a link or a device.`, { path });
  }
  return path;
}
