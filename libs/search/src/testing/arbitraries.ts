import {
  dense,
  type Dim,
  type Encoding,
  fixedDim,
  scalar,
  type Shape,
  type Signature,
  signatureOf,
  sparse,
  symbolicDim,
  type TensorSpec,
  type TensorType,
  unknownDim,
  unknownRank,
} from '@sigcat/core';
import fc from 'fast-check';
import {
  type DimAsked,
  type EncodingAsked,
  type NameAsked,
  type SearchQuery,
  type ShapeAsked,
  type TensorAsked,
  type TensorsAsked,
} from '../query/query';
import { hasTrigrams } from '../similarity';

/*
 * A small vocabulary, so that signatures and queries that know nothing of each other often share names, dtypes and
 * sizes.
 */

const names = ['embedding', 'embeddings', 'text', 'x/y~z', ''];

const anyDim: fc.Arbitrary<Dim> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(unknownDim) },
  { weight: 3, arbitrary: fc.constantFrom(1, 2).map(fixedDim) },
  { weight: 1, arbitrary: fc.constantFrom('N', 'M').map(symbolicDim) },
);

const anyShape: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(unknownRank) },
  { weight: 5, arbitrary: fc.array(anyDim, { maxLength: 2 }).map(ofDims) },
  { weight: 1, arbitrary: fc.array(anyDim, { minLength: 3, maxLength: 6 }).map(ofDims) },
);

function ofDims<D>(dims: readonly D[]): { readonly rank: 'known'; readonly dims: readonly D[] } {
  return { rank: 'known', dims };
}

const anyDtype = fc.constantFrom('int32', 'float32', 'unspecified');

const anyDenseType: fc.Arbitrary<TensorType> = fc.record({
  dtype: anyDtype,
  shape: anyShape,
  encoding: fc.constant(dense),
});

const anyEncoding: fc.Arbitrary<Encoding> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(dense) },
  { weight: 1, arbitrary: fc.constant(sparse) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('composite' as const),
      typeSpec: fc.constantFrom('A', 'B'),
      components: fc.array(anyDenseType, { maxLength: 1 }),
    }),
  },
);

const anyPresence: fc.Arbitrary<Pick<TensorSpec, 'optional' | 'default'>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ optional: false }) },
  { weight: 1, arbitrary: fc.constant({ optional: true }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      optional: true,
      default: { digest: 'five', dtype: 'int32', shape: [], value: 5 },
    }),
  },
);

const required = fc.constant({ optional: false });

function tensors(presence: typeof anyPresence, encoding: fc.Arbitrary<Encoding>): fc.Arbitrary<TensorSpec[]> {
  const tensor = fc.tuple(fc.constantFrom(...names), anyDtype, anyShape, encoding, presence);
  return fc
    .uniqueArray(tensor, { selector: ([name]) => name, maxLength: 4 })
    .map((all) => all.map(([name, dtype, shape, of, is]) => ({ name, dtype, shape, encoding: of, ...is })));
}

export const anySignature: fc.Arbitrary<Signature> = fc
  .tuple(tensors(anyPresence, anyEncoding), tensors(required, anyEncoding))
  .map(([inputs, outputs]) => signatureOf(inputs, outputs));

const anyDimAsked: fc.Arbitrary<DimAsked> = fc.oneof(anyDim, fc.constant({ kind: 'any' } as const));

const anyShapeAsked: fc.Arbitrary<ShapeAsked> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(unknownRank) },
  { weight: 4, arbitrary: fc.array(anyDimAsked, { maxLength: 2 }).map(ofDims) },
  { weight: 1, arbitrary: fc.array(anyDimAsked, { minLength: 3, maxLength: 6 }).map(ofDims) },
);

/** Names as they come in files: empty, with quotes and arrows, of any script; without what cannot be stored. */
const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...names) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a->b', 'a-', '*', '...', 'sparse', 'float32', '~x', '"', '👍🏽'),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({
        unit: fc.integer({ min: 1, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      })
      .filter((name) => !/\p{Cs}/u.test(name)),
  },
);

const anyNameAsked: fc.Arbitrary<NameAsked> = fc.oneof(
  anyName.map((name) => ({ kind: 'is' as const, name })),
  anyName.filter(hasTrigrams).map((name) => ({ kind: 'similar' as const, name })),
);

const anyEncodingAsked: fc.Arbitrary<EncodingAsked> = fc.oneof(
  fc.constant({ kind: 'sparse' } as const),
  fc.constant({ kind: 'composite' } as const),
  anyName.map((typeSpec) => ({ kind: 'composite' as const, of: { typeSpec } })),
  fc
    .tuple(anyName, fc.array(anyDenseType, { maxLength: 2 }))
    .map(([typeSpec, components]) => ({ kind: 'composite' as const, of: { typeSpec, components } })),
);

const anyTensorAsked: fc.Arbitrary<Omit<TensorAsked, 'optional'>> = fc
  .tuple(
    fc.record({ name: anyNameAsked, dtype: anyDtype, shape: anyShapeAsked }, { requiredKeys: [] }),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: anyEncodingAsked.map((encoding) => ({ encoding })) },
    ),
  )
  .map(([tensor, encoding]) => ({ ...tensor, ...encoding }));

function tensorsAsked(optional: fc.Arbitrary<boolean>): fc.Arbitrary<TensorsAsked> {
  const tensor = fc.tuple(anyTensorAsked, optional).map(([of, is]) => ({ ...of, optional: is }));
  const distinct = fc.uniqueArray(tensor, {
    selector: ({ name }) => (name?.kind === 'is' ? name.name : {}),
    maxLength: 3,
  });
  return fc.record({ tensors: distinct, open: fc.boolean() });
}

/** A query of any form, however unlikely. */
export const anyQuery: fc.Arbitrary<SearchQuery> = fc
  .tuple(
    fc.record({ key: anyNameAsked }, { requiredKeys: [] }),
    tensorsAsked(fc.boolean()),
    tensorsAsked(fc.constant(false)),
  )
  .map(([key, inputs, outputs]) => ({ ...key, inputs, outputs }));

/** A query that the signature matches: it says less than the signature, and nothing else. */
export function queryFor({ inputs, outputs }: Signature): fc.Arbitrary<SearchQuery> {
  return fc.record({ inputs: lessThan(inputs), outputs: lessThan(outputs) });
}

export const anySignatureWithQuery: fc.Arbitrary<[Signature, SearchQuery]> = anySignature.chain((signature) =>
  queryFor(signature).map((query): [Signature, SearchQuery] => [signature, query]),
);

function lessThan(specs: readonly TensorSpec[]): fc.Arbitrary<TensorsAsked> {
  return fc.shuffledSubarray([...specs]).chain((some) =>
    fc.record({
      tensors: fc.tuple(...some.map(lessThanTensor)),
      open: some.length === 0 && specs.length > 0 ? fc.constant(true) : fc.boolean(),
    }),
  );
}

function lessThanTensor(spec: TensorSpec): fc.Arbitrary<TensorAsked> {
  const name: NameAsked[] = [{ kind: 'is', name: spec.name }];
  if (hasTrigrams(spec.name)) name.push({ kind: 'similar', name: spec.name });
  const parts = fc.record(
    { name: fc.constantFrom(...name), dtype: fc.constant(spec.dtype), shape: lessThanShape(spec.shape) },
    { requiredKeys: [] },
  );
  const marks = marksOf(spec.encoding);
  return fc
    .tuple(parts, fc.constantFrom(...marks), fc.boolean())
    .map(([some, mark, says]) => ({ ...some, ...mark, optional: says && spec.optional }));
}

function marksOf(encoding: Encoding): { readonly encoding?: EncodingAsked }[] {
  if (encoding.kind === 'dense') return [{}];
  if (encoding.kind === 'sparse') return [{ encoding }];
  const { kind, typeSpec, components } = encoding;
  return [
    { encoding: { kind } },
    { encoding: { kind, of: { typeSpec } } },
    { encoding: { kind, of: { typeSpec, components } } },
  ];
}

function lessThanShape(shape: Shape): fc.Arbitrary<ShapeAsked> {
  if (shape.rank === 'unknown') return fc.constant(unknownRank);
  const open: DimAsked[] = [unknownDim, { kind: 'any' }, symbolicDim('K')];
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(unknownRank) },
    { weight: 4, arbitrary: fc.tuple(...shape.dims.map((dim) => fc.constantFrom(dim, ...open))).map(ofDims) },
  );
}

/** The same with some axes of inputs open, some inputs optional, and tensors more. */
export function relaxed({ inputs, outputs }: Signature): fc.Arbitrary<Signature> {
  const more: TensorSpec = { name: 'more', dtype: 'int32', shape: scalar, encoding: dense, optional: true };
  return fc.record({
    inputs: fc
      .tuple(
        ...inputs.map((spec) =>
          fc.constantFrom(spec, { ...spec, shape: openShape(spec.shape) }, { ...spec, optional: true }),
        ),
      )
      .map((specs) => [...specs, more]),
    outputs: fc.constantFrom(outputs, [...outputs, { ...more, optional: false }]),
  });
}

function openShape(shape: Shape): Shape {
  return shape.rank === 'unknown' ? shape : { ...shape, dims: shape.dims.map(() => unknownDim) };
}
