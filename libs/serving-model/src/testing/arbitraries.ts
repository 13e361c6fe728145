import {
  dense,
  type DType,
  type Encoding,
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
import { named } from './models';

/*
 * A small vocabulary, so that every request and every answer that can be told apart can be written down, and
 * two signatures often share names, symbols and sizes.
 */

const anyDim = fc.oneof(
  { weight: 3, arbitrary: fc.constant(unknownDim) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1).map(fixedDim) },
  { weight: 3, arbitrary: fc.constantFrom('N', 'M').map(symbolicDim) },
);

function anyShape(maxRank: number): fc.Arbitrary<Shape> {
  const dims = fc.array(anyDim, { maxLength: maxRank });
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(unknownRank) },
    { weight: 6, arbitrary: dims.map((dims) => ({ rank: 'known' as const, dims })) },
  );
}

/** What signatures are made of. */
export interface Vocabulary {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly dtypes: readonly DType[];
  readonly encodings: readonly Encoding[];
  readonly maxRank: number;
  /** The least number of inputs and of outputs. */
  readonly least: number;
}

function anyTensors(
  names: readonly string[],
  { dtypes, encodings, maxRank, least }: Vocabulary,
  optional: fc.Arbitrary<boolean>,
): fc.Arbitrary<TensorSpec[]> {
  const spec: fc.Arbitrary<TensorSpec> = fc.record({
    name: fc.constantFrom(...names),
    dtype: fc.constantFrom(...dtypes),
    shape: anyShape(maxRank),
    encoding: fc.constantFrom(...encodings),
    optional,
  });
  const maxLength = Math.min(2, names.length);
  return fc.uniqueArray(spec, { selector: ({ name }) => name, minLength: least, maxLength });
}

/** Some of `specs`, some with their shape, dtype or presence taken from `others`, perhaps one more. */
function edited(
  specs: readonly TensorSpec[],
  others: readonly TensorSpec[],
  edits: readonly number[],
): TensorSpec[] {
  const result = specs.flatMap((spec, i): TensorSpec[] => {
    const other = others[i];
    if (other === undefined) return [spec];
    switch (edits[i]) {
      case 0:
        return [];
      case 1:
        return [{ ...spec, dtype: other.dtype }];
      case 2:
      case 3:
        return [{ ...spec, shape: other.shape }];
      case 4:
        return [{ ...spec, optional: other.optional }];
      case 5:
        return [{ ...other, name: spec.name }];
      default:
        return [spec];
    }
  });
  const more = others.filter(({ name }) => result.every((spec) => spec.name !== name));
  return edits[2] === 0 ? [...result, ...more].slice(0, 2) : result;
}

/** Two signatures of which the second is an edit of the first. */
export function anyPair(vocabulary: Vocabulary): fc.Arbitrary<[Signature, Signature]> {
  const side = fc.tuple(
    anyTensors(vocabulary.inputs, vocabulary, fc.boolean()),
    anyTensors(vocabulary.outputs, vocabulary, fc.constant(false)),
  );
  const edits = fc.array(fc.nat({ max: 9 }), { minLength: 3, maxLength: 3 });
  return fc
    .tuple(side, side, edits, edits)
    .map(([[takes, gives], [otherTakes, otherGives], inputEdits, outputEdits]) => [
      signatureOf(takes, gives),
      signatureOf(edited(takes, otherTakes, inputEdits), edited(gives, otherGives, outputEdits)),
    ]);
}

const tagSets = [['serve'], ['gpu', 'serve'], [], ['a,b']];
const keys = ['serving_default', 'tensorflow/serving/regress', '', '__proto__'];

/** Awkward names, and those that the classify and regress APIs know. */
const anything: Vocabulary = {
  inputs: ['x', 'inputs', '', '__proto__'],
  outputs: ['y_bytes', 'scores', 'classes', 'outputs', 'a b'],
  dtypes: ['float32', 'string', 'int8', 'int64', 'bool', 'float16', '99', 'unspecified'],
  encodings: [
    dense,
    dense,
    dense,
    sparse,
    {
      kind: 'composite',
      typeSpec: 'A',
      components: [{ dtype: 'int8', shape: unknownRank, encoding: dense }],
    },
  ],
  maxRank: 3,
  least: 0,
};

/** Two models of a few graphs and signatures, the second an edit of the first. */
export const anyModelPair: fc.Arbitrary<[ModelSignatures, ModelSignatures]> = fc
  .record({
    format: fc.constantFrom('saved-model', 'onnx'),
    graphs: fc.uniqueArray(
      fc.record({
        tagSet: fc.constantFrom(...tagSets),
        signatures: fc.uniqueArray(
          fc.record({ key: fc.constantFrom(...keys), pair: anyPair(anything), stays: fc.nat({ max: 9 }) }),
          { selector: ({ key }) => key, maxLength: 3 },
        ),
      }),
      { selector: ({ tagSet }) => tagSet.join(), maxLength: 3 },
    ),
  })
  .map(({ format, graphs }) => {
    const side = (index: 0 | 1): ModelSignatures => ({
      format,
      graphs: graphs.map(({ tagSet, signatures }) => ({
        tagSet,
        signatures: signatures
          .filter(({ stays }) => index === 0 || stays > 0)
          .map(({ key, pair }) => named(key, pair[index])),
      })),
    });
    return [side(0), side(1)];
  });
