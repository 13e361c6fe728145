import { type DType, type Signature, type TensorSpec } from '@sigcat/core';
import {
  type Answer,
  callerCopes,
  type Failure,
  type JsonMessage,
  type JsonRequest,
  type JsonScalar,
  jsonValue,
  type JsonValue,
  type Request,
  rowsSent,
  serverAccepts,
  serverMayAnswer,
  type ServingSettings,
  type TensorValue,
  type Transport,
} from '../index';
import { modelWith } from './models';

/**
 * Is there a call that the move breaks? It is looked for among all requests and all answers over a few sizes,
 * dtypes and JSON values; only what a spec rules out by itself is left out, for speed.
 */
export function breaksSomeCall(
  before: Signature,
  after: Signature,
  transport: Transport,
  settings: ServingSettings,
): boolean {
  const [baseline, candidate] = [modelWith(before), modelWith(after)];
  return requestsOf(before, transport).some((request) => {
    const works =
      serverAccepts(baseline, request, settings).ok &&
      answersOf(before, request).some((answer) => serverMayAnswer(baseline, request, answer));
    if (!works) return false;
    if (!serverAccepts(candidate, request, settings).ok) return true;
    return [...answersOf(after, request), ...failuresOf(after)].some(
      (answer) => serverMayAnswer(candidate, request, answer) && !callerCopes(baseline, answer, request).ok,
    );
  });
}

const ofOutputs = [
  'output-not-dense',
  'output-not-json',
  'unrecorded-not-json',
  'output-without-rows',
] as const;

function failuresOf({ outputs }: Signature): Answer[] {
  const all: Failure[] = [
    ...(['no-outputs', 'no-rows', 'rows-differ'] as const).map((reason) => ({ reason })),
    ...ofOutputs.flatMap((reason) => outputs.map(({ name }) => ({ reason, tensor: name }))),
  ];
  return all.map((failure) => ({ kind: 'failed', failure }));
}

const sizes = [0, 1, 2, 3];
const shapes: readonly (readonly number[])[] = [
  [],
  ...sizes.map((size) => [size]),
  ...sizes.flatMap((rows) => sizes.map((columns) => [rows, columns])),
];
const dtypes: readonly DType[] = ['float32', 'string', 'bool'];
/** One of each kind, and more numbers of whom each dtype has some and others not. */
const plain: readonly JsonScalar[] = [
  { kind: 'integer', value: 0n },
  { kind: 'decimal', value: 0.5 },
  { kind: 'text' },
  { kind: 'bytes' },
  { kind: 'bool' },
];
const numbers: readonly JsonScalar[] = [
  ...[2n ** 24n - 1n, 2n ** 31n - 1n, 2n ** 63n - 1n, -(2n ** 31n), -(2n ** 63n)].map(
    (value) => ({ kind: 'integer', value }) as const,
  ),
  { kind: 'decimal', value: 3e38 },
  { kind: 'decimal', value: 1e300 },
];

function requestsOf({ inputs }: Signature, transport: Transport): Request[] {
  const common = { key: 'f', api: 'predict' } as const;
  if (transport === 'tensor') {
    return messages(inputs, tensorsFor, true).map((tensors) => {
      const sent = rowsSent(inputs, new Map(Array.from(tensors, ([name, { shape }]) => [name, shape])));
      return { ...common, transport, inputs: tensors, ...(sent !== undefined && { rows: sent }) };
    });
  }
  return forms.flatMap(({ outer, rows: instances }) =>
    messages(inputs, (spec) => jsonFor(spec, outer), false).flatMap((values) => {
      const nested = Array.from(values, ([name, { sizes }]) => [name, [...outer, ...sizes]] as const);
      const sent = rowsSent(inputs, new Map(nested));
      const rows = sent === undefined ? {} : { rows: sent };
      return spellings(values).map((message): JsonRequest =>
        instances === undefined
          ? { ...common, transport, form: 'columnar', inputs: message, ...rows }
          : { ...common, transport, form: 'row', instances, instance: message, ...rows },
      );
    }),
  );
}

function answersOf({ outputs }: Signature, request: Request): Answer[] {
  if (request.transport === 'tensor') {
    return messages(outputs, tensorsFor, false).map((tensors) => ({ kind: 'tensors', outputs: tensors }));
  }
  return forms.flatMap(({ outer, rows: predictions }) =>
    messages(outputs, (spec) => jsonFor(spec, outer), false).flatMap((values) =>
      spellings(values).map((message): Answer =>
        predictions === undefined
          ? { kind: 'outputs', outputs: message }
          : { kind: 'predictions', predictions, prediction: message },
      ),
    ),
  );
}

interface Form {
  /** Sizes of the lists around the values of a tensor, which are part of its shape. */
  readonly outer: readonly number[];
  readonly rows?: number;
}

const forms: readonly Form[] = [{ outer: [] }, ...sizes.map((size) => ({ outer: [size], rows: size }))];

function spellings(values: ReadonlyMap<string, JsonValue>): JsonMessage[] {
  const [value, ...others] = values.values();
  const named: JsonMessage = { named: true, values };
  return value === undefined || others.length > 0 ? [named] : [named, { named: false, value }];
}

/** Every choice of a value for each tensor, and of none where it may be left out. */
function messages<Value>(
  specs: readonly TensorSpec[],
  valuesFor: (spec: TensorSpec) => readonly Value[],
  mayLeaveOut: boolean,
): ReadonlyMap<string, Value>[] {
  let all: ReadonlyMap<string, Value>[] = [new Map()];
  for (const spec of specs) {
    const values = valuesFor(spec);
    const with_ = all.flatMap((message) => values.map((value) => new Map([...message, [spec.name, value]])));
    all = spec.optional && mayLeaveOut ? [...all, ...with_] : with_;
  }
  return all;
}

function tensorsFor(spec: TensorSpec): TensorValue[] {
  const some = dtypes.filter((dtype) => spec.dtype === 'unspecified' || spec.dtype === dtype);
  return shapesOf(spec).flatMap((shape) => some.map((dtype) => ({ dtype, shape, encoding: spec.encoding })));
}

function jsonFor(spec: TensorSpec, outer: readonly number[]): JsonValue[] {
  const some = scalarsFor(spec.dtype);
  return shapesOf(spec)
    .filter((shape) => outer.every((size, axis) => shape[axis] === size))
    .flatMap((shape) => some.map((scalar) => jsonValue(shape.slice(outer.length), scalar)));
}

function shapesOf({ shape }: TensorSpec): (readonly number[])[] {
  if (shape.rank === 'unknown') return [[], [0], [1], [2], [1, 1], [2, 1], [1, 2], [2, 3], [1, 1, 1]];
  return shapes.filter(
    (sizes) =>
      sizes.length === shape.dims.length &&
      shape.dims.every((dim, axis) => dim.kind !== 'fixed' || dim.size === sizes[axis]),
  );
}

function scalarsFor(dtype: DType): readonly JsonScalar[] {
  switch (dtype) {
    case 'int32':
    case 'int64':
      return [...plain, ...numbers].filter(({ kind }) => kind === 'integer');
    case 'float32':
      return [...plain, ...numbers].filter(({ kind }) => kind === 'integer' || kind === 'decimal');
    case 'bool':
      return plain.filter(({ kind }) => kind === 'bool');
    case 'string':
      return plain.filter(({ kind }) => kind === 'text' || kind === 'bytes');
    default:
      return plain;
  }
}
