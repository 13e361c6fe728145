import { isUtf8 } from 'node:buffer';

/** An escape by the number of a byte: octal, hexadecimal; or whatever else stands behind a backslash. */
const escapes = /\\(?:([0-7]{1,3})|[xX]([0-9a-fA-F]{1,2})|[^])/g;

/**
 * Whether texts that stand side by side, each with its quotes and escapes, are UTF-8 together. Only bytes that are written
 * by their numbers can be anything else.
 */
export function literalsAreUtf8(literals: readonly string[]): boolean {
  if (!literals.some((literal) => literal.includes('\\'))) return true;
  return isUtf8(Buffer.concat(literals.map((literal) => bytesOf(literal.slice(1, -1)))));
}

/** Escapes of characters count as one byte each, whichever they are: none of them breaks UTF-8. */
function bytesOf(text: string): Buffer {
  const parts: Buffer[] = [];
  let done = 0;
  for (const { 0: escape, 1: octal, 2: hexadecimal, index } of text.matchAll(escapes)) {
    parts.push(Buffer.from(text.slice(done, index)));
    const byte = octal !== undefined ? parseInt(octal, 8) : parseInt(hexadecimal ?? '3f', 16);
    parts.push(Buffer.of(byte));
    done = index + escape.length;
  }
  parts.push(Buffer.from(text.slice(done)));
  return Buffer.concat(parts);
}
