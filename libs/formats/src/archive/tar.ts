import { Problem } from '@sigcat/problems';
import { Header, type HeaderData } from 'tar/header';
import { Pax } from 'tar/pax';
import { type ByteSource, type FileTree, type TreeFile } from '../byte-source';
import { type ReadContext } from '../format';
import { type ForwardSource } from '../sources/forward-source';
import { ReadAhead } from '../sources/read-ahead';
import { SubRange } from '../sources/sub-range';
import { checkEntryCount } from './entry-count';
import { entryPath } from './entry-path';
import { blockLength } from './tar-look';

/** Bytes of an extended header, at most: they hold paths and times. */
const largestExtension = 2 ** 20;

const files: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);
const folders: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir']);
const links: ReadonlySet<string> = new Set([
  'Link',
  'SymbolicLink',
  'CharacterDevice',
  'BlockDevice',
  'FIFO',
]);

/**
 * The files of a tar archive, found by going from header to header: what is in the files is not read.
 * `compressed` is the stream that `source` comes from, if any: it is read to its end to see that it is whole.
 */
export function tarTree(source: ByteSource, context: ReadContext, compressed?: ForwardSource): FileTree {
  return {
    async *files() {
      try {
        yield* new TarWalk(ReadAhead.over(source), context, compressed).files();
        await compressed?.finish();
      } finally {
        await compressed?.close();
      }
    },
  };
}

class TarWalk {
  #position = 0;
  #entries = 0;
  /** Extended headers: for the next entry, and for all that follow. */
  #next: HeaderData = {};
  #all: HeaderData = {};

  constructor(
    private readonly source: ReadAhead,
    private readonly context: ReadContext,
    private readonly compressed: ForwardSource | undefined,
  ) {}

  /** Of the archive; of a compressed one as far as it is known. */
  get #size(): number {
    return this.compressed?.reached ?? this.source.size;
  }

  async *files(): AsyncGenerator<TreeFile> {
    for (;;) {
      await this.context.deadline.breathe();
      const header = await this.#header();
      if (!header) return;
      const size = header.size ?? 0;
      const start = this.#position;
      const end = start + Math.ceil(size / blockLength) * blockLength;
      this.#checkWithin(start, size);
      const type: string = header.type;
      if (files.has(type)) {
        yield { path: entryPath(header.path ?? ''), source: new SubRange(this.source, start, size) };
      } else if (!(await this.#extension(type, start, size))) {
        refuse(type, header);
      }
      if (files.has(type) || folders.has(type)) this.#next = {};
      this.#position = end;
    }
  }

  /** The header at the position, which moves behind it; undefined at the end of the archive. */
  async #header(): Promise<Header | undefined> {
    const block = await this.source.read(this.#position, blockLength);
    if (block.length === 0 && this.#entries > 0 && this.#position === this.#size) return undefined;
    if (block.length < blockLength)
      throw new Problem('archive-malformed', 'The archive ends within an entry.');
    const header = decodeHeader(block, this.#position, this.#next, this.#all);
    this.#position += blockLength;
    if (header.nullBlock) return undefined;
    if (!header.cksumValid || header.size === undefined) {
      throw new Problem(
        'archive-malformed',
        `The header at byte ${this.#position - blockLength} is damaged.`,
      );
    }
    checkEntryCount(++this.#entries, this.context.limits);
    return header;
  }

  #checkWithin(start: number, size: number): void {
    // Of compressed data only the stream knows the end: walking on past the entry will tell.
    if (Number.isSafeInteger(start + size) && start + size <= this.source.size) return;
    throw new Problem('archive-malformed', `The entry at byte ${start} goes beyond the end of the archive.`);
  }

  /** Whether the entry is a header for other entries; then it is kept for them. */
  async #extension(type: string, start: number, size: number): Promise<boolean> {
    switch (type) {
      case 'ExtendedHeader':
      case 'OldExtendedHeader':
        this.#next = Pax.parse(await this.#text(start, size), this.#next, false);
        return true;
      case 'GlobalExtendedHeader':
        this.#all = Pax.parse(await this.#text(start, size), this.#all, true);
        return true;
      case 'NextFileHasLongPath':
      case 'OldGnuLongPath':
        this.#next = { ...this.#next, path: (await this.#text(start, size)).replace(/\0.*$/s, '') };
        return true;
      case 'NextFileHasLongLinkpath':
        return true;
      default:
        return false;
    }
  }

  async #text(start: number, size: number): Promise<string> {
    if (size > largestExtension) {
      throw new Problem('archive-malformed', `The extended header at byte ${start} takes ${size} bytes.`);
    }
    const bytes = await this.source.read(start, size);
    if (bytes.length < size) throw new Problem('archive-malformed', 'The archive ends within a header.');
    return Buffer.from(bytes).toString('utf8');
  }
}

function decodeHeader(block: Uint8Array, offset: number, next: HeaderData, all: HeaderData): Header {
  try {
    return new Header(Buffer.from(block), 0, next, all);
  } catch (cause) {
    throw new Problem('archive-malformed', `The header at byte ${offset} is damaged.`, {}, { cause });
  }
}

/** Lets folders pass and refuses all else that is no file. */
function refuse(type: string, header: Header): void {
  const path = entryPath(header.path ?? '');
  if (folders.has(type)) return;
  if (links.has(type)) {
    throw new Problem('archive-link', `The entry ${JSON.stringify(path)} is no file but a ${type}.`, {
      path,
    });
  }
  throw new Problem('archive-malformed', `The entry ${JSON.stringify(path)} is of the kind ${type}.`, {
    path,
  });
}
