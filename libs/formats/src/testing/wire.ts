/** A field as it stands on the wire; numbers are varints, texts and bytes are length-delimited. */
export function field(number: number, value: number | string | Uint8Array): Buffer {
  if (typeof value === 'number') return Buffer.concat([varint(number * 8), varint(value)]);
  const content = Buffer.from(value);
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

/** The tag and length of a length-delimited field whose content is elsewhere. */
export function head(number: number, length: number): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(length)]);
}

/** Only numbers up to 2^53; negative ones take ten bytes as in protobuf. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

export function message(...fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat(fields);
}
