import { type Dim, type DType, type Signature, type TensorSpec } from '@sigcat/core';
import { firstDim, rowsSent, settledSize, type Shapes } from '../call-sizes';
import { type JsonScalar } from '../json-scalar';
import { type Address, type ExamplesRequest, type JsonRequest, type Request } from '../request';
import { type Transport } from '../settings';
import { type Between, dimsOf, rankOf } from './between';
import { dtypesFor, sendableFor } from './elements';
import { headAndTail } from './head-and-tail';
import { type Elements, jsonOf, oneByOne, rowCount, tensorsOf } from './messages';
import { type Choice, shapesFor } from './shapes';

/** Requests of a caller of the baseline; some of them the baseline itself may refuse. */
export interface Requests {
  /** With all the presences and shapes that matter. What a model may answer depends on nothing else. */
  readonly shapes: Iterable<Request>;
  /** With all the dtypes and JSON values that matter. */
  readonly elements: Iterable<Request>;
}

export function requestsTo(address: Address, pair: Between, transport: Transport): Requests {
  return transport === 'tensor' ? tensorRequests(address, pair) : jsonRequests(address, pair);
}

function tensorRequests(address: Address, pair: Between): Requests {
  const { inputs } = pair.baseline;
  const [dtypes = new Map(), otherDtypes] = headAndTail(
    oneByOne(inputs, (spec) => dtypesFor(spec, pair.demanded.inputs.get(spec.name))),
  );
  const request = (shapes: Shapes, of: Elements<DType>): Request => ({
    ...address,
    api: 'predict',
    transport: 'tensor',
    inputs: tensorsOf(inputs, shapes, of),
    ...rowsIn(inputs, shapes),
  });
  const choice = choiceFor(pair);
  function* shapes(): Generator<Request> {
    for (const present of presences(inputs, pair)) {
      for (const sizes of shapesFor(present, choice)) yield request(sizes, dtypes);
    }
    yield* examplesRequests(address, pair, 'tensor');
  }
  function* elements(): Generator<Request> {
    const [sizes] = headAndTail(shapesFor(closestPresence(inputs, pair), choice));
    if (sizes !== undefined) for (const of of otherDtypes) yield request(sizes, of);
  }
  return { shapes: shapes(), elements: elements() };
}

type Inputs = readonly TensorSpec[];

/**
 * Which inputs to send: those that are required or that the candidate knows; the same with one optional input
 * more or less; all; and the required ones with at most one other.
 */
function* presences(inputs: Inputs, pair: Between): Generator<Inputs> {
  const seen = new Set<string>();
  for (const some of allPresences(inputs, new Set(closestPresence(inputs, pair)))) {
    const text = inputs.map((spec) => (some(spec) ? '+' : '-')).join('');
    if (!seen.has(text)) yield inputs.filter(some);
    seen.add(text);
  }
}

function closestPresence(inputs: Inputs, { demanded }: Between): Inputs {
  return inputs.filter(({ optional, name }) => !optional || demanded.inputs.has(name));
}

function* allPresences(
  inputs: Inputs,
  closest: ReadonlySet<TensorSpec>,
): Generator<(spec: TensorSpec) => boolean> {
  yield (spec) => closest.has(spec);
  const optional = inputs.filter((spec) => spec.optional);
  for (const one of optional) yield (spec) => closest.has(spec) !== (spec === one);
  yield () => true;
  yield (spec) => !spec.optional;
  for (const one of optional) yield (spec) => !spec.optional || spec === one;
}

interface JsonShape {
  readonly form: JsonRequest['form'];
  readonly named: boolean;
}

/** REST needs every input. Both forms are sent by name, and a single input without as well. */
function jsonRequests(address: Address, pair: Between): Requests {
  const { inputs } = pair.baseline;
  const scalars = (): Iterable<Elements<JsonScalar>> =>
    oneByOne(inputs, (spec) => sendableFor(spec, pair.demanded.inputs.get(spec.name)));
  const [first] = headAndTail(scalars());
  const spellings: JsonShape[] =
    inputs.length === 0 || first === undefined
      ? []
      : (['row', 'columnar'] as const).flatMap((form) =>
          (inputs.length === 1 ? [false, true] : [true]).map((named) => ({ form, named })),
        );
  const request = ({ form, named }: JsonShape, sizes: Shapes, of: Elements<JsonScalar>): JsonRequest => {
    const common = { ...address, api: 'predict', transport: 'json', ...rowsIn(inputs, sizes) } as const;
    const message = jsonOf(sizes, of, form, named);
    return form === 'row'
      ? { ...common, form, instances: rowCount(sizes), instance: message }
      : { ...common, form, inputs: message };
  };
  const shapesIn = ({ form }: JsonShape): Generator<Shapes> => shapesFor(inputs, choiceFor(pair, form));
  function* shapes(): Generator<Request> {
    for (const spelling of spellings) {
      for (const sizes of shapesIn(spelling)) if (first !== undefined) yield request(spelling, sizes, first);
    }
    yield* examplesRequests(address, pair, 'json');
  }
  function* elements(): Generator<Request> {
    for (const spelling of spellings) {
      const [sizes] = headAndTail(shapesIn(spelling));
      const [, others] = headAndTail(scalars());
      if (sizes !== undefined) for (const of of others) yield request(spelling, sizes, of);
    }
  }
  return { shapes: shapes(), elements: elements() };
}

/** One example, as many as either side fixes for its input or the baseline for an output, and as many as neither. */
function examplesRequests(address: Address, pair: Between, transport: Transport): ExamplesRequest[] {
  const { inputs, outputs } = pair.baseline;
  const [input] = inputs;
  if (input?.name !== 'inputs') return [];
  const fixed = [input, pair.demanded.inputs.get(input.name), ...outputs].map((spec) => {
    const first = spec && firstDim(spec.shape);
    return first?.kind === 'fixed' ? first.size : 1;
  });
  const counts = [...new Set([...fixed, 1, pair.freshSize.request])];
  return (['classify', 'regress'] as const).flatMap((api) =>
    counts.map((examples) => ({ ...address, api, transport, examples })),
  );
}

const nothingSettled = { symbols: new Map<string, number>(), rows: undefined };

/** @param form that of JSON, where calls travel so */
function choiceFor(
  { baseline, demanded, freshRank, freshSize }: Between,
  form?: JsonRequest['form'],
): Choice {
  const ranks = new Map(baseline.inputs.map((spec) => [spec.name, rankOf(spec)]));
  return {
    ...(form === 'row' ? printableRows(baseline) : { settled: nothingSettled, inRows: undefined }),
    agreeableRank: (name) => rankOf(demanded.inputs.get(name)),
    agreeableSize: (name, axis) => {
      const spec = demanded.inputs.get(name);
      const size = spec && settledSize(spec.shape, axis, nothingSettled);
      // An empty list hides the axes inside it, and there is a row at least.
      const isHidden = form !== undefined && size === 0 && axis + 1 !== ranks.get(name);
      return isHidden || (form === 'row' && size === 0 && axis === 0) ? undefined : size;
    },
    freshRank,
    freshSize: freshSize.request,
  };
}

/** What has to hold of the rows sent if those of all outputs are to be equally many, so that they can be printed. */
function printableRows({ inputs, outputs }: Signature): Pick<Choice, 'settled' | 'inRows'> {
  const ofInputs = new Set(inputs.flatMap(({ shape }) => dimsOf(shape)).flatMap(symbolOf));
  const isTied = (dim: Dim): boolean => symbolOf(dim).some((symbol) => ofInputs.has(symbol));
  const firsts = outputs.flatMap(({ shape }) => firstDim(shape) ?? []);
  const alike = firsts.filter(isTied).flatMap(symbolOf);
  const likeRows =
    inputs.some(({ shape }) => firstDim(shape)?.kind !== 'fixed') &&
    firsts.some((dim) => dim.kind !== 'fixed' && !isTied(dim));
  const fixed = firsts.find((dim) => dim.kind === 'fixed');
  if (fixed === undefined) return { settled: nothingSettled, inRows: { alike, likeRows } };
  const symbols = new Map(alike.map((symbol) => [symbol, fixed.size]));
  return {
    settled: { symbols, rows: undefined },
    inRows: { ...(likeRows && { size: fixed.size }), alike: [], likeRows: false },
  };
}

function symbolOf(dim: Dim): string[] {
  return dim.kind === 'symbolic' ? [dim.name] : [];
}

function rowsIn(inputs: Inputs, shapes: Shapes): { readonly rows?: number } {
  const rows = rowsSent(inputs, shapes);
  return rows === undefined ? {} : { rows };
}
