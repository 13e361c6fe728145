import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { savedModel } from '../../e2e/harness/saved-model';
import { field, number, varint } from '../../e2e/harness/wire';

/** The bytes around a graph of any size: what goes before it, and what goes behind it. */
export interface Frame {
  readonly head: Buffer;
  readonly tail: Buffer;
}

const delimited = 2;

/**
 * The SavedModel around a graph_def of so many bytes: one graph tagged `serve` that has these signatures behind
 * its graph_def, so that whoever reads them has to get past it.
 */
export function frameOf(graphBytes: number, notation: string): Frame {
  const tail = signatureDefs(notation);
  const metaHead = Buffer.concat([
    field(1, field(4, 'serve'), field(5, '2.21.0')),
    varint(2 * 8 + delimited),
    varint(graphBytes),
  ]);
  const head = Buffer.concat([
    number(1, 1),
    varint(2 * 8 + delimited),
    varint(metaHead.length + graphBytes + tail.length),
    metaHead,
  ]);
  return { head, tail };
}

/** Writes a SavedModel of so many bytes whose graph is a hole in the file, which reads as zeros. */
export function writeSparseModel(path: string, size: number, notation: string): void {
  const spare = 1_000;
  const { head, tail } = frameOf(size - spare, notation);
  const file = openSync(path, 'w');
  try {
    writeSync(file, head, 0, head.length, 0);
    ftruncateSync(file, head.length + size - spare);
    writeSync(file, tail, 0, tail.length, head.length + size - spare);
  } finally {
    closeSync(file);
  }
}

/** Entries of `signature_def`, cut out of a model that has nothing else worth keeping. */
function signatureDefs(notation: string): Buffer {
  const whole = Buffer.from(savedModel(notation));
  const meta = fieldsOf(whole).find(({ fieldNumber }) => fieldNumber === 2);
  if (!meta) throw new Error('a SavedModel without a graph');
  return Buffer.concat(
    fieldsOf(meta.content)
      .filter(({ fieldNumber }) => fieldNumber === 5)
      .map(({ content }) => field(5, content)),
  );
}

/** The fields of a small message of which the first may be a varint of one byte and the others have a length. */
function fieldsOf(bytes: Buffer): { fieldNumber: number; content: Buffer }[] {
  const fields: { fieldNumber: number; content: Buffer }[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const [length, start] = (tag & 7) === delimited ? readVarint(bytes, at + 1) : [1, at + 1];
    fields.push({ fieldNumber: tag >> 3, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return fields;
}

function readVarint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7, at++) {
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at + 1];
  }
}
