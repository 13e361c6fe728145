import {
  canonicalForm,
  canonicalTypeForm,
  type Dim,
  type Encoding,
  type Shape,
  type Signature,
  signatureOf,
  type TensorSpec,
  type TensorType,
  unknownDim,
} from '@sigcat/core';

/**
 * A symbol is compared like an unknown dim: it allows the same sizes, and calling it differently is no
 * change. That two axes with one symbol must be equal is not looked at here.
 */
export function sameDim(a: Dim, b: Dim): boolean {
  return a.kind === 'fixed' ? b.kind === 'fixed' && a.size === b.size : b.kind !== 'fixed';
}

export function sameEncoding(a: Encoding, b: Encoding): boolean {
  if (a.kind !== 'composite' || b.kind !== 'composite') return a.kind === b.kind;
  return (
    a.typeSpec === b.typeSpec &&
    a.components.length === b.components.length &&
    a.components.every((component, i) => typeForm(component) === typeForm(b.components[i]))
  );
}

/** One text for all tensors that differ in their name alone. */
export function tensorForm(spec: TensorSpec): string {
  return JSON.stringify([typeForm(spec), spec.optional, spec.default?.digest ?? null]);
}

/** One text for all signatures between which there are no facts. */
export function signatureForm({ inputs, outputs }: Signature): string {
  return canonicalForm(signatureOf(inputs.map(withoutSymbols), outputs.map(withoutSymbols)));
}

function typeForm(type: TensorType | undefined): string {
  return type === undefined ? '' : canonicalTypeForm(withoutSymbols(type));
}

function withoutSymbols<T extends TensorType>(type: T): T {
  return { ...type, shape: shapeWithoutSymbols(type.shape), encoding: encodingWithoutSymbols(type.encoding) };
}

function shapeWithoutSymbols(shape: Shape): Shape {
  if (shape.rank === 'unknown') return shape;
  return { rank: 'known', dims: shape.dims.map((dim) => (dim.kind === 'symbolic' ? unknownDim : dim)) };
}

function encodingWithoutSymbols(encoding: Encoding): Encoding {
  if (encoding.kind !== 'composite') return encoding;
  return { ...encoding, components: encoding.components.map(withoutSymbols) };
}
