/** Bytes of protobuf's wire format, written by hand so that they may be wrong. */
export function varint(value: bigint | number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

/** A length-delimited field. */
export function field(number: number, ...content: readonly (Uint8Array | string)[]): Buffer {
  const bytes = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A varint field. */
export function number(fieldNumber: number, value: bigint | number): Buffer {
  return Buffer.concat([varint(fieldNumber * 8), varint(value)]);
}

/** A SavedModel with one graph of these fields of MetaGraphDef, tagged `serve`. */
export function savedModelOfFields(...fields: readonly Uint8Array[]): Buffer {
  return Buffer.concat([number(1, 1), field(2, field(1, field(4, 'serve')), ...fields)]);
}

/** An entry of `signature_def` with one input of this TensorInfo. */
export function signatureWithInput(name: string | Uint8Array, tensorInfo: Uint8Array): Buffer {
  return field(5, field(1, 's'), field(2, field(1, field(1, name), field(2, tensorInfo))));
}
