import { type ByteSource } from '../byte-source';

const smallestWindow = 16 * 2 ** 10;
const largestWindow = 64 * 2 ** 10;

/**
 * Makes small reads cheap by fetching a window of bytes at once: 16 KiB after a jump, doubled up to 64 KiB
 * while reads go on forward. Fetches only forward of what it has, so that a source which cannot go back
 * need not.
 */
export class ReadAhead implements ByteSource {
  #start = 0;
  #window: Uint8Array = new Uint8Array(0);
  #fetch = smallestWindow;

  private constructor(private readonly source: ByteSource) {}

  static over(source: ByteSource): ReadAhead {
    return source instanceof ReadAhead ? source : new ReadAhead(source);
  }

  get size(): number {
    return this.source.size;
  }

  /** What {@link read} would give, if it is in the window; else undefined. */
  peek(offset: number, length: number): Uint8Array | undefined {
    const from = offset - this.#start;
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    if (from < 0 || from + wanted > this.#window.length) return undefined;
    return this.#window.subarray(from, from + wanted);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const ready = this.peek(offset, length);
    if (ready) return ready;
    const from = offset - this.#start;
    const goesOn = this.#window.length > 0 && from >= 0 && from <= this.#window.length;
    const kept = goesOn ? this.#window.subarray(from) : this.#window.subarray(0, 0);
    this.#fetch = goesOn ? Math.min(2 * this.#fetch, largestWindow) : smallestWindow;
    const wanted = Math.max(length - kept.length, this.#fetch);
    const fetched = await this.source.read(offset + kept.length, wanted);
    this.#start = offset;
    this.#window = kept.length === 0 ? fetched : Buffer.concat([kept, fetched]);
    return this.#window.subarray(0, length);
  }
}
