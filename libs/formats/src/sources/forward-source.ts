import { type ByteSource } from '../byte-source';

/**
 * A stream that can only be read from its beginning, such as inflated data, as a source: reads ahead discard
 * what lies between, a read further back opens the stream again.
 */
export class ForwardSource implements ByteSource {
  #stream: AsyncIterator<Uint8Array> | undefined;
  /** Offset of the chunk in hand. */
  #at = 0;
  #chunk: Uint8Array = new Uint8Array(0);

  /** `size` may be infinite where only the end of the stream tells it. */
  constructor(
    readonly size: number,
    private readonly open: () => AsyncIterable<Uint8Array>,
  ) {}

  /** Bytes of the stream that have come so far; all there are once a read has come back empty. */
  get reached(): number {
    return this.#at + this.#chunk.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    if (length <= 0 || offset >= this.size) return new Uint8Array(0);
    if (offset < this.#at) await this.close();
    while (this.#at + this.#chunk.length <= offset) {
      if (!(await this.#advance())) return new Uint8Array(0);
    }
    const parts = [this.#chunk.subarray(offset - this.#at, offset - this.#at + length)];
    let gathered = parts[0]?.length ?? 0;
    while (gathered < length && (await this.#advance())) {
      const part = this.#chunk.subarray(0, length - gathered);
      parts.push(part);
      gathered += part.length;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** Reads to the end of the stream, so that whatever is wrong with it comes out. Does nothing if never read. */
  async finish(): Promise<void> {
    if (!this.#stream) return;
    while (await this.#advance());
  }

  /** Lets go of the stream; a later read opens it again. */
  async close(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    this.#at = 0;
    this.#chunk = new Uint8Array(0);
    await stream?.return?.();
  }

  async #advance(): Promise<boolean> {
    this.#stream ??= this.open()[Symbol.asyncIterator]();
    const next = await this.#stream.next();
    if (next.done) return false;
    this.#at += this.#chunk.length;
    this.#chunk = next.value;
    return true;
  }
}
