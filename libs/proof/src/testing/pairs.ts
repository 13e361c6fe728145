import {
  dense,
  type DType,
  fixedDim,
  type ModelSignatures,
  type Shape,
  type Signature,
  signatureOf,
  sparse,
  symbolicDim,
  type TensorSpec,
  unknownDim,
  unknownRank,
} from '@sigcat/core';
import fc from 'fast-check';

/*
 * A small vocabulary, so that two signatures often share names, dtypes and sizes, and the second one is an edit of the
 * first: pairs that are unlike in everything say little.
 */

const anyDim = fc.oneof(
  { weight: 3, arbitrary: fc.constant(unknownDim) },
  { weight: 2, arbitrary: fc.constantFrom(1, 3, 4, 0).map(fixedDim) },
  { weight: 1, arbitrary: fc.constantFrom('N', 'M').map(symbolicDim) },
);

const anyShape: fc.Arbitrary<Shape> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(anyDim, { maxLength: 3 }).map((dims) => ({ rank: 'known' as const, dims })),
  },
  { weight: 1, arbitrary: fc.constant(unknownRank) },
);

const dtypes: readonly DType[] = [
  'float32',
  'float64',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'unspecified',
];

const anyType = fc.record({
  dtype: fc.constantFrom(...dtypes),
  shape: anyShape,
  encoding: fc.oneof(
    { weight: 9, arbitrary: fc.constant(dense) },
    { weight: 1, arbitrary: fc.constant(sparse) },
  ),
});

function anyTensors(names: readonly string[], optional: fc.Arbitrary<boolean>): fc.Arbitrary<TensorSpec[]> {
  const spec = fc
    .tuple(fc.constantFrom(...names), anyType, optional)
    .map(([name, type, is]): TensorSpec => ({ name, ...type, optional: is }));
  return fc.uniqueArray(spec, { selector: ({ name }) => name, maxLength: 3 });
}

const anyInputs = anyTensors(
  ['a', 'b', 'inputs'],
  fc.nat(3).map((n) => n === 3),
);
const anyOutputs = anyTensors(['y', 'z', 'y_bytes', 'scores', 'classes', 'outputs'], fc.constant(false));
const anySignature = fc.tuple(anyInputs, anyOutputs);

const anyEdit = fc.constantFrom(
  ...(['none', 'none', 'none', 'drop', 'dtype', 'shape', 'axis', 'axis', 'optional', 'encoding'] as const),
);

function edited(spec: TensorSpec, other: TensorSpec, edit: string): TensorSpec[] {
  switch (edit) {
    case 'drop':
      return [];
    case 'dtype':
      return [{ ...spec, dtype: other.dtype }];
    case 'shape':
      return [{ ...spec, shape: other.shape }];
    case 'axis':
      return [{ ...spec, shape: withFirstDimOf(spec.shape, other.shape) }];
    case 'optional':
      return [{ ...spec, optional: other.optional }];
    case 'encoding':
      return [{ ...spec, encoding: other.encoding }];
    default:
      return [spec];
  }
}

function withFirstDimOf(shape: Shape, other: Shape): Shape {
  const dim = other.rank === 'known' ? other.dims[0] : undefined;
  if (shape.rank === 'unknown' || dim === undefined || shape.dims.length === 0) return shape;
  const axis = other.rank === 'known' && other.dims.length > 1 ? shape.dims.length - 1 : 0;
  return { ...shape, dims: shape.dims.with(axis, dim) };
}

function editOf(specs: readonly TensorSpec[], others: readonly TensorSpec[], edits: readonly string[]) {
  const result = specs.flatMap((spec, i) => {
    const other = others[i];
    return other === undefined ? [spec] : edited(spec, other, edits[i] ?? 'none');
  });
  const more = others.filter(({ name }) => result.every((spec) => spec.name !== name));
  return edits[3] === 'shape' ? [...result, ...more.slice(0, 1)] : result;
}

const anyEdits = fc.array(anyEdit, { minLength: 4, maxLength: 4 });

/** Two versions of a model with one signature. */
export const anyPair: fc.Arbitrary<[ModelSignatures, ModelSignatures]> = fc
  .tuple(anySignature, anySignature, anyEdits, anyEdits)
  .map(([[inputs, outputs], [otherInputs, otherOutputs], inputEdits, outputEdits]) => [
    modelOf(signatureOf(inputs, outputs)),
    modelOf(signatureOf(editOf(inputs, otherInputs, inputEdits), editOf(outputs, otherOutputs, outputEdits))),
  ]);

function modelOf(signature: Signature): ModelSignatures {
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  const named = { key: 'f', methodName: '', signature, bindings };
  return { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures: [named] }] };
}
