import { isUtf8 } from 'node:buffer';

/** An escape by the number of a byte, octal or hexadecimal; or whatever else stands behind a backslash. */
const escape = /\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|[^])?/y;
const anyCharacter = 0x3f;

/** Characters that a byte of a text is written in at most: ten for one, as in `\U00000041`. */
export const charactersPerByte = 10;

/**
 * Whether texts that stand side by side, each with its quotes and escapes, are UTF-8 together. Only bytes that are written
 * by their numbers can be anything else.
 */
export function literalsAreUtf8(literals: readonly string[]): boolean {
  if (!literals.some((literal) => literal.includes('\\'))) return true;
  return isUtf8(Buffer.concat(literals.map((literal) => bytesOf(literal.slice(1, -1)))));
}

/** No text has more bytes than it is written in. Escapes of characters count as one byte each: none breaks UTF-8. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.alloc(Buffer.byteLength(text));
  let length = 0;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\\', at);
    const end = next < 0 ? text.length : next;
    if (end > at) length += bytes.write(text.slice(at, end), length);
    if (next < 0) break;
    escape.lastIndex = next;
    const [all = '', octal, hexadecimal] = escape.exec(text) ?? [];
    bytes[length++] =
      octal !== undefined
        ? parseInt(octal, 8)
        : hexadecimal !== undefined
          ? parseInt(hexadecimal, 16)
          : anyCharacter;
    at = next + all.length;
  }
  return bytes.subarray(0, length);
}
