import {
  dense,
  type DType,
  fixedDim,
  type ModelSignatures,
  type NamedSignature,
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
  'uint8',
  'int8',
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
  ['a', 'b', 'inputs', 'examples'],
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

const anyMethod = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constant('tensorflow/serving/predict') },
  { weight: 1, arbitrary: fc.constant('tensorflow/serving/classify') },
  { weight: 1, arbitrary: fc.constant('tensorflow/serving/regress') },
);

/** What becomes of the key, and of a second signature beside it. */
const keyEdits = ['none', 'rename', 'rename-default', 'add', 'drop', 'swap', 'tag'] as const;

type KeyEdit = (typeof keyEdits)[number];

const anyKeyEdit = fc.constantFrom<KeyEdit>('none', 'none', 'none', ...keyEdits);

type Pair = [ModelSignatures, ModelSignatures];

const anyEditOf = (keys: fc.Arbitrary<KeyEdit>): fc.Arbitrary<Pair> =>
  fc
    .record({
      first: anySignature,
      other: anySignature,
      inputEdits: anyEdits,
      outputEdits: anyEdits,
      method: anyMethod,
      otherMethod: anyMethod,
      keepsMethod: fc.nat(2).map((n) => n > 0),
      keyEdit: keys,
    })
    .map(({ first, other, inputEdits, outputEdits, method, otherMethod, keepsMethod, keyEdit }) => {
      const before = named('f', method, signatureOf(...first));
      const after = named(
        'f',
        keepsMethod ? method : otherMethod,
        signatureOf(editOf(first[0], other[0], inputEdits), editOf(first[1], other[1], outputEdits)),
      );
      const beside = named('g', otherMethod, signatureOf(...other));
      switch (keyEdit) {
        case 'none':
          return [modelOf(before), modelOf(after)];
        case 'rename':
          return [modelOf(before), modelOf({ ...after, key: 'g' })];
        case 'rename-default':
          return [modelOf({ ...before, key: 'serving_default' }), modelOf({ ...after, key: 'serve' })];
        case 'add':
          return [modelOf(before), modelOf(after, beside)];
        case 'drop':
          return [modelOf(before, beside), modelOf(after)];
        case 'swap':
          return [modelOf(before, beside), modelOf({ ...after, key: 'g' }, { ...beside, key: 'f' })];
        case 'tag':
          return [modelOf(before), { ...modelOf(after), graphs: [{ tagSet: ['tpu'], signatures: [after] }] }];
      }
    });

/** Two versions of a model, mostly with one signature, and the same. */
export const anyPair = anyEditOf(anyKeyEdit);

/** Two versions of the one signature `f`. */
export const anyPairOfOne = anyEditOf(fc.constant('none' as const));

function named(key: string, methodName: string, signature: Signature): NamedSignature {
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  return { key, methodName, signature, bindings };
}

function modelOf(...signatures: readonly NamedSignature[]): ModelSignatures {
  return { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures }] };
}
