import { malformed } from './malformed';

/** Protobuf wire types, by what they say about a field's length. */
export const WireType = { Varint: 0, Fixed64: 1, Bytes: 2, StartGroup: 3, EndGroup: 4, Fixed32: 5 } as const;

const longestVarint = 10;
const longestTag = 5;
const longestLength = 2 ** 31 - 1;

/** Bytes that the tag of a field and its length, or all of a varint, take at most. */
export const longestFieldHead = longestTag + longestVarint;

/** Steps through protobuf's wire format. Problems count bytes from `base`, where `bytes` begin in their file. */
export class WireReader {
  position = 0;
  /** Of the field whose tag was read last. */
  field = 0;
  wireType = 0;

  constructor(
    readonly bytes: Uint8Array,
    private readonly base: number,
  ) {}

  get offset(): number {
    return this.base + this.position;
  }

  /**
   * Reads a tag into `field` and `wireType`.
   *
   * @throws Problem `malformed-model`
   */
  tag(end: number): void {
    const start = this.offset;
    const tag = this.#short(end, 'A field');
    this.field = Math.floor(tag / 8);
    this.wireType = tag & 7;
    if (this.field === 0) throw malformed('There is a field number 0', start);
    if (this.wireType > 5)
      throw malformed(`There is a wire type ${this.wireType}, which does not exist`, start);
  }

  /**
   * Reads a length that has to fit in before `end`.
   *
   * @throws Problem `malformed-model`
   */
  length(end: number, room = end): number {
    const start = this.offset;
    const length = this.#short(end, 'A length');
    if (length > longestLength) throw malformed(`There is a length of ${length}, more than 2^31-1`, start);
    if (this.position + length > room) {
      throw malformed(`There is a length of ${length} where ${room - this.position} bytes are left`, start);
    }
    return length;
  }

  /** Passes over a varint of at most 10 bytes. @throws Problem `malformed-model` */
  skipVarint(end: number): void {
    const start = this.offset;
    for (let count = 0; count < longestVarint; count++) {
      if (this.position >= end) throw malformed('A number is cut off', start);
      if ((this.bytes[this.position++] ?? 0) < 0x80) return;
    }
    throw malformed(`There is a varint of more than ${longestVarint} bytes`, start);
  }

  /** Passes over a fixed number of bytes. @throws Problem `malformed-model` */
  skip(length: number, end: number): void {
    if (this.position + length > end) throw malformed('A number is cut off', this.offset);
    this.position += length;
  }

  /** Passes over length-delimited content. @throws Problem `malformed-model` */
  skipBytes(end: number): void {
    const length = this.length(end);
    this.position += length;
  }

  #short(end: number, what: string): number {
    const start = this.offset;
    let value = 0;
    for (let index = 0, scale = 1; index < longestTag; index++, scale *= 0x80) {
      if (this.position >= end) throw malformed(`${what} is cut off`, start);
      const byte = this.bytes[this.position++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value >= 2 ** 32) throw malformed(`${what} has a number beyond 32 bits`, start);
        return value;
      }
    }
    throw malformed(`${what} has a varint of more than ${longestTag} bytes`, start);
  }
}
