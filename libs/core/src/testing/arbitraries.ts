import fc from 'fast-check';
import { dtypes } from '../dtype';
import { fixedDim, type Shape, symbolicDim, unknownDim, unknownRank } from '../shape';
import { type Signature, signatureOf } from '../signature';
import { dense, sparse, type TensorSpec, type TensorType } from '../tensor-spec';

/** Names as they come in files: plain, empty, with slashes, quotes, controls, any script, lone surrogates. */
export const anyName = fc.oneof(
  fc.constantFrom(
    'x',
    'serving_default',
    'tensorflow/serving/regress',
    '',
    'a b',
    'x:0',
    '__proto__',
    '10',
    '?',
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
);

const anyDim = fc.oneof(
  fc.constant(unknownDim),
  fc.constantFrom(0, 1, 224, Number.MAX_SAFE_INTEGER).map(fixedDim),
  anyName.map(symbolicDim),
);

const anyShape: fc.Arbitrary<Shape> = fc.oneof(
  fc.constant(unknownRank),
  fc.array(anyDim, { maxLength: 4 }).map((dims) => ({ rank: 'known' as const, dims })),
);

const { type: anyType } = fc.letrec<{ type: TensorType }>((tie) => ({
  type: fc.record({
    dtype: fc.oneof(fc.constantFrom(...dtypes), fc.constantFrom('99', '-5')),
    shape: anyShape,
    encoding: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(dense),
      fc.constant(sparse),
      fc.record({
        kind: fc.constant('composite' as const),
        typeSpec: anyName,
        components: fc.array(tie('type'), { maxLength: 2 }),
      }),
    ),
  }),
}));

function anyTensors(optional: fc.Arbitrary<boolean>): fc.Arbitrary<TensorSpec[]> {
  const tensor = fc.tuple(anyName, anyType, optional);
  return fc
    .uniqueArray(tensor, { selector: ([name]) => name, maxLength: 4 })
    .map((tensors) => tensors.map(([name, type, isOptional]) => ({ name, ...type, optional: isOptional })));
}

export const anySignature: fc.Arbitrary<Signature> = fc
  .tuple(anyTensors(fc.boolean()), anyTensors(fc.constant(false)))
  .map(([inputs, outputs]) => signatureOf(inputs, outputs));

export { anyType };
