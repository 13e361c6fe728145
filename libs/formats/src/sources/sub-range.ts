import { type ByteSource } from '../byte-source';

/** `size` bytes of another source from `start` on: an entry that an archive holds as it is. */
export class SubRange implements ByteSource {
  constructor(
    private readonly whole: ByteSource,
    private readonly start: number,
    readonly size: number,
  ) {}

  read(offset: number, length: number): Promise<Uint8Array> {
    const within = Math.max(0, Math.min(length, this.size - offset));
    return this.whole.read(this.start + offset, within);
  }
}
