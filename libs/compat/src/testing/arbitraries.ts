import {
  dense,
  type Dim,
  fixedDim,
  type ModelSignatures,
  type NamedSignature,
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

/*
 * A small vocabulary, so that two independent signatures often share names, dtypes and sizes. Names are the
 * awkward ones that occur in files.
 */

const tensorNames = ['a', 'b', 'x/y~z', ''];
const keys = ['serving_default', 'tensorflow/serving/regress', '', '__proto__'];

const anyDim = fc.oneof(
  { weight: 2, arbitrary: fc.constant(unknownDim) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1).map(fixedDim) },
  { weight: 1, arbitrary: fc.constant(symbolicDim('N')) },
);

const anyShape: fc.Arbitrary<Shape> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(unknownRank) },
  {
    weight: 4,
    arbitrary: fc.array(anyDim, { maxLength: 2 }).map(ofDims),
  },
);

function ofDims(dims: readonly Dim[]): Shape {
  return { rank: 'known', dims };
}

const anyDtype = fc.constantFrom('int32', 'int64', 'float32', 'unspecified', '99');

const anyDenseType: fc.Arbitrary<TensorType> = fc.record({
  dtype: anyDtype,
  shape: anyShape,
  encoding: fc.constant(dense),
});

const anyType: fc.Arbitrary<TensorType> = fc.oneof(
  { weight: 6, arbitrary: anyDenseType },
  { weight: 1, arbitrary: anyDenseType.map((type) => ({ ...type, encoding: sparse })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyDenseType, fc.constantFrom('A', 'B'), fc.array(anyDenseType, { maxLength: 2 }))
      .map(([type, typeSpec, components]) => ({
        ...type,
        encoding: { kind: 'composite' as const, typeSpec, components },
      })),
  },
);

const anyPresence = fc.oneof(
  fc.constant({ optional: false }),
  fc.constant({ optional: true }),
  fc.constantFrom('one', 'two').map((value) => ({
    optional: true,
    default: { digest: value, dtype: 'string', shape: [], value },
  })),
);

/** What the tensors of one list are made of. */
interface Part {
  readonly names: readonly string[];
  readonly type: fc.Arbitrary<TensorType>;
  readonly presence: fc.Arbitrary<Pick<TensorSpec, 'optional' | 'default'>>;
}

/** What a signature is made of. */
interface Parts {
  readonly inputs: Part;
  readonly outputs: Part;
}

const required: Part['presence'] = fc.constant({ optional: false });

const anyParts: Parts = {
  inputs: { names: tensorNames, type: anyType, presence: anyPresence },
  outputs: { names: tensorNames, type: anyType, presence: required },
};

/** Dense tensors without defaults: what sets of values say all there is to say about. */
const denseParts: Parts = {
  inputs: {
    ...anyParts.inputs,
    type: anyDenseType,
    presence: fc.boolean().map((optional) => ({ optional })),
  },
  outputs: { ...anyParts.outputs, type: anyDenseType },
};

/** Signatures that come near to those of the classify and regress APIs. */
const apiParts: Parts = {
  inputs: { names: ['inputs', 'examples'], type: apiType('string', 'float32'), presence: required },
  outputs: {
    names: ['scores', 'classes', 'outputs', 'a'],
    type: apiType('float32', 'string', 'float64'),
    presence: required,
  },
};

function apiType(...dtypes: readonly string[]): fc.Arbitrary<TensorType> {
  return fc.record({
    dtype: fc.constantFrom(...dtypes),
    shape: fc.oneof(
      fc.constant(unknownRank),
      fc.array(fc.constantFrom(unknownDim, fixedDim(1)), { minLength: 1, maxLength: 2 }).map(ofDims),
    ),
    encoding: fc.constant(dense),
  });
}

function tensorsOf({ names, type, presence }: Part): fc.Arbitrary<TensorSpec[]> {
  return fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), type, presence), {
      selector: ([name]) => name,
      maxLength: 2,
    })
    .map((tensors) => tensors.map(([name, of, is]) => ({ name, ...of, ...is })));
}

function signaturesOf({ inputs: of, outputs: gives }: Parts): fc.Arbitrary<Signature> {
  return fc.tuple(tensorsOf(of), tensorsOf(gives)).map(([inputs, outputs]) => signatureOf(inputs, outputs));
}

/** A signature with a few of its tensors replaced, dropped or joined by others. */
function edited(signature: Signature, parts: Parts): fc.Arbitrary<Signature> {
  return fc
    .tuple(editedTensors(signature.inputs, parts.inputs), editedTensors(signature.outputs, parts.outputs))
    .map(([inputs, outputs]) => signatureOf(inputs, outputs));
}

function editedTensors(tensors: readonly TensorSpec[], part: Part): fc.Arbitrary<readonly TensorSpec[]> {
  const kept = fc.tuple(
    ...tensors.map((spec) =>
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(spec) },
        { weight: 2, arbitrary: editedTensor(spec, part) },
      ),
    ),
  );
  return fc.oneof(
    { weight: 4, arbitrary: kept },
    {
      weight: 1,
      arbitrary: fc
        .tuple(kept, tensorsOf(part))
        .map(([old, others]) => [
          ...old,
          ...others.filter(({ name }) => old.every((spec) => spec.name !== name)),
        ]),
    },
    { weight: 1, arbitrary: fc.shuffledSubarray([...tensors]) },
    { weight: 1, arbitrary: fc.constantFrom(...part.names).map((name) => renamed(tensors, name)) },
  );
}

/** The first tensor under another name, where that is free. */
function renamed(tensors: readonly TensorSpec[], name: string): readonly TensorSpec[] {
  const [first, ...others] = tensors;
  const isFree = tensors.every((spec) => spec.name !== name);
  return first === undefined || !isFree ? tensors : [{ ...first, name }, ...others];
}

function editedTensor(spec: TensorSpec, { type, presence }: Part): fc.Arbitrary<TensorSpec> {
  const { name, optional, dtype, shape, encoding } = spec;
  const rest = { dtype, shape, encoding };
  return fc.oneof(
    presence.map((is) => ({ name, ...rest, ...is })),
    type.map((of) => ({ ...spec, dtype: of.dtype })),
    fc.constant({ ...spec, shape: unknownRank }),
    editedShape(shape).map((other) => ({ ...spec, shape: other })),
    type.map((of) => ({ name, ...of, optional })),
  );
}

function editedShape(shape: Shape): fc.Arbitrary<Shape> {
  if (shape.rank === 'unknown') return anyShape;
  return fc
    .tuple(...shape.dims.map((dim) => fc.oneof(fc.constant(dim), fc.constant(unknownDim), anyDim)))
    .map(ofDims);
}

/** Signatures of which each is an edit of the one before. */
function history(parts: Parts, length: number): fc.Arbitrary<Signature[]> {
  let chain = signaturesOf(parts).map((signature) => [signature]);
  for (let i = 1; i < length; i++) {
    chain = chain.chain((so) => edited(so.at(-1) ?? signatureOf([], []), parts).map((next) => [...so, next]));
  }
  return chain;
}

export function anyHistory(length: number): fc.Arbitrary<Signature[]> {
  return fc.oneof(
    { weight: 4, arbitrary: history(anyParts, length) },
    { weight: 1, arbitrary: history(apiParts, length) },
  );
}

export const anyDensePair: fc.Arbitrary<[Signature, Signature]> = history(denseParts, 2).map(
  ([before = signatureOf([], []), after = before]) => [before, after],
);

export const anySignature = fc.oneof(
  { weight: 3, arbitrary: signaturesOf(anyParts) },
  { weight: 1, arbitrary: signaturesOf(apiParts) },
);

const anyNamedSignature = (signature: fc.Arbitrary<Signature>): fc.Arbitrary<NamedSignature> =>
  fc
    .tuple(
      fc.constantFrom(...keys),
      fc.constantFrom('', 'tensorflow/serving/predict', 'tensorflow/serving/classify'),
      signature,
    )
    .map(([key, methodName, of]) => ({ key, methodName, signature: of, bindings: noBindings }));

const noBindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };

const anyGraph = fc.record({
  tagSet: fc.constantFrom([], ['serve'], ['gpu', 'serve'], ['a,b']),
  signatures: fc.uniqueArray(anyNamedSignature(anySignature), { selector: ({ key }) => key, maxLength: 3 }),
});

export const anyModel: fc.Arbitrary<ModelSignatures> = fc.record({
  format: fc.oneof(
    { weight: 5, arbitrary: fc.constant('saved-model') },
    { weight: 1, arbitrary: fc.constant('onnx') },
  ),
  graphs: fc.uniqueArray(anyGraph, { selector: ({ tagSet }) => tagSet.join(), maxLength: 3 }),
});

/** Two models, of which the second is often close to the first. */
export const anyModelPair: fc.Arbitrary<[ModelSignatures, ModelSignatures]> = fc.oneof(
  fc.tuple(anyModel, anyModel),
  anyModel.chain((model) => fc.tuple(fc.constant(model), editedModel(model))),
);

function editedModel(model: ModelSignatures): fc.Arbitrary<ModelSignatures> {
  const graphs = model.graphs.map((graph) => {
    const taken = new Set(graph.signatures.map(({ key }) => key));
    const free = keys.filter((key) => !taken.has(key));
    const signatures = graph.signatures.map((named, i) => {
      const other = free[i];
      const same = fc.constant(named);
      const changed = edited(named.signature, partsOf(named.signature)).map((signature) => ({
        ...named,
        signature,
      }));
      return fc.oneof(same, changed, other === undefined ? same : fc.constant({ ...named, key: other }));
    });
    return fc.tuple(...signatures).map((list) => ({ ...graph, signatures: list }));
  });
  return fc.tuple(...graphs).map((list) => ({ ...model, graphs: list }));
}

function partsOf({ inputs, outputs }: Signature): Parts {
  const isOfApi = [...inputs, ...outputs].some(({ name }) => !tensorNames.includes(name));
  return isOfApi ? apiParts : anyParts;
}

/** A model of one signature, as callers of a single-purpose model see it. */
export function modelOf(signature: Signature): ModelSignatures {
  const named = { key: 'serving_default', methodName: '', signature, bindings: noBindings };
  return { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures: [named] }] };
}
