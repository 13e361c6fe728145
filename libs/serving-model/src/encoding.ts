import { type Encoding, printType, type TensorType, unknownDim } from '@sigcat/core';

/**
 * Are values of these encodings of one kind? No runtime turns one encoding into another, and none says what
 * may vary inside a composite: it equals itself only. Symbols are names for open sizes here.
 */
export function sameEncoding(a: Encoding, b: Encoding): boolean {
  if (a.kind !== 'composite' || b.kind !== 'composite') return a.kind === b.kind;
  return encodingText(a) === encodingText(b);
}

function encodingText(encoding: Encoding): string {
  return printType({ dtype: '', shape: { rank: 'unknown' }, encoding: withoutSymbols(encoding) });
}

function withoutSymbols(encoding: Encoding): Encoding {
  if (encoding.kind !== 'composite') return encoding;
  return { ...encoding, components: encoding.components.map(component) };
}

function component({ dtype, shape, encoding }: TensorType): TensorType {
  const open =
    shape.rank === 'unknown'
      ? shape
      : { ...shape, dims: shape.dims.map((dim) => (dim.kind === 'symbolic' ? unknownDim : dim)) };
  return { dtype, shape: open, encoding: withoutSymbols(encoding) };
}
