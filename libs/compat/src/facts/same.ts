import {
  canonicalForm,
  type Dim,
  type Encoding,
  printType,
  type Shape,
  type Signature,
  signatureOf,
  type TensorSpec,
  type TensorType,
  unknownDim,
} from '@sigcat/core';

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
  return `${typeForm(spec)} ${spec.optional} ${spec.default?.digest ?? ''}`;
}

/** One text for all signatures between which there are no facts. */
export function signatureForm({ inputs, outputs }: Signature): string {
  const ties = tyingSymbols([...inputs, ...outputs]);
  const form = (spec: TensorSpec): TensorSpec => withSymbols(spec, ties);
  return canonicalForm(signatureOf(inputs.map(form), outputs.map(form)));
}

/** A symbol that stands once says no more than an unknown dim. */
function tyingSymbols(specs: readonly TensorSpec[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const ties = new Set<string>();
  for (const { shape } of specs) {
    for (const dim of shape.rank === 'known' ? shape.dims : []) {
      if (dim.kind !== 'symbolic') continue;
      if (seen.has(dim.name)) ties.add(dim.name);
      seen.add(dim.name);
    }
  }
  return ties;
}

const noSymbols: ReadonlySet<string> = new Set();

function typeForm(type: TensorType | undefined): string {
  return type === undefined ? '' : printType(withSymbols(type, noSymbols));
}

/** The same type with all other symbols taken for unknown dims; inside a composite they are so taken anyway. */
function withSymbols<T extends TensorType>(type: T, kept: ReadonlySet<string>): T {
  const shape = shapeWith(type.shape, kept);
  const encoding = encodingWithoutSymbols(type.encoding);
  // Most types have no symbols, and copying takes longer than looking.
  return shape === type.shape && encoding === type.encoding ? type : { ...type, shape, encoding };
}

function shapeWith(shape: Shape, kept: ReadonlySet<string>): Shape {
  if (shape.rank === 'unknown') return shape;
  const isOther = (dim: Dim): boolean => dim.kind === 'symbolic' && !kept.has(dim.name);
  if (!shape.dims.some(isOther)) return shape;
  return { rank: 'known', dims: shape.dims.map((dim) => (isOther(dim) ? unknownDim : dim)) };
}

function encodingWithoutSymbols(encoding: Encoding): Encoding {
  if (encoding.kind !== 'composite') return encoding;
  return {
    ...encoding,
    components: encoding.components.map((component) => withSymbols(component, noSymbols)),
  };
}
