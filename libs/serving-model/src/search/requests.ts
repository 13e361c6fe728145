import { type DType, type TensorSpec } from '@sigcat/core';
import { firstDim, rowsSent, settledSize, type Shapes } from '../call-sizes';
import { type JsonScalar } from '../json-scalar';
import { type Address, type ExamplesRequest, type Request } from '../request';
import { type Transport } from '../settings';
import { type Between, find, rankOf } from './between';
import { dtypesFor, sendableFor } from './elements';
import { type Elements, jsonOf, oneByOne, rowCount, tensorsOf } from './messages';
import { type Choice, shapesFor } from './shapes';

/** Requests of a caller of the baseline; some of them the baseline itself may refuse. */
export interface Requests {
  /** With all the presences and shapes that matter. What a model may answer depends on nothing else. */
  readonly shapes: readonly Request[];
  /** With all the dtypes and JSON values that matter. */
  readonly elements: readonly Request[];
}

export function requestsTo(address: Address, pair: Between, transport: Transport): Requests {
  const { shapes, elements } =
    transport === 'tensor' ? tensorRequests(address, pair) : jsonRequests(address, pair);
  return { shapes: [...shapes, ...examplesRequests(address, pair, transport)], elements };
}

function tensorRequests(address: Address, pair: Between): Requests {
  const { inputs } = pair.baseline;
  const [dtypes = new Map(), ...otherDtypes] = oneByOne(inputs, (spec) =>
    dtypesFor(spec, sought(spec, pair)),
  );
  const request = (shapes: Shapes, of: Elements<DType>): Request => ({
    ...address,
    api: 'predict',
    transport: 'tensor',
    inputs: tensorsOf(inputs, shapes, of),
    ...rowsIn(inputs, shapes),
  });
  const choice = choiceFor(pair, false);
  const shapes = presences(inputs, pair).flatMap((present) => shapesFor(present, choice));
  return {
    shapes: shapes.map((sizes) => request(sizes, dtypes)),
    elements: shapes.slice(0, 1).flatMap((sizes) => otherDtypes.map((of) => request(sizes, of))),
  };
}

type Inputs = readonly TensorSpec[];

/**
 * Which inputs to send: those that are required or that the candidate knows; the same with one optional input
 * more or less; all; and the required ones with at most one other.
 */
function presences(inputs: Inputs, pair: Between): Inputs[] {
  const closest = inputs.filter((spec) => !spec.optional || sought(spec, pair) !== undefined);
  const optional = inputs.filter((spec) => spec.optional);
  const all = [
    closest,
    ...optional.map((one) => inputs.filter((spec) => closest.includes(spec) !== (spec === one))),
    inputs,
    inputs.filter((spec) => !spec.optional),
    ...optional.map((one) => inputs.filter((spec) => !spec.optional || spec === one)),
  ];
  const asText = (some: Inputs) => inputs.map((spec) => Number(some.includes(spec))).join('');
  return [...new Map(all.map((some) => [asText(some), some])).values()];
}

/** REST needs every input. Both forms are sent by name, and a single input without as well. */
function jsonRequests(address: Address, pair: Between): Requests {
  const { inputs } = pair.baseline;
  const all: { shapes: Request[]; elements: Request[] } = { shapes: [], elements: [] };
  const [scalars, ...otherScalars] = oneByOne(inputs, (spec) => sendableFor(spec, sought(spec, pair)));
  if (inputs.length === 0 || scalars === undefined) return all;
  for (const form of ['row', 'columnar'] as const) {
    const shapes = shapesFor(inputs, choiceFor(pair, form === 'row'));
    for (const named of inputs.length === 1 ? [false, true] : [true]) {
      const request = (sizes: Shapes, of: Elements<JsonScalar>): Request => {
        const common = { ...address, api: 'predict', transport: 'json', ...rowsIn(inputs, sizes) } as const;
        const message = jsonOf(sizes, of, form, named);
        return form === 'row'
          ? { ...common, form, instances: rowCount(sizes), instance: message }
          : { ...common, form, inputs: message };
      };
      all.shapes.push(...shapes.map((sizes) => request(sizes, scalars)));
      all.elements.push(
        ...shapes.slice(0, 1).flatMap((sizes) => otherScalars.map((of) => request(sizes, of))),
      );
    }
  }
  return all;
}

/** As many examples as either side fixes, one, and a number that neither speaks of. */
function examplesRequests(address: Address, pair: Between, transport: Transport): ExamplesRequest[] {
  const [input] = pair.baseline.inputs;
  if (input?.name !== 'inputs') return [];
  const fixed = [input, sought(input, pair)].map((spec) => {
    const first = spec && firstDim(spec.shape);
    return first?.kind === 'fixed' ? first.size : 1;
  });
  const counts = [...new Set([...fixed, pair.freshSize.request])];
  return (['classify', 'regress'] as const).flatMap((api) =>
    counts.map((examples) => ({ ...address, api, transport, examples })),
  );
}

const nothingSettled = { symbols: new Map<string, number>(), rows: undefined };

function choiceFor(pair: Between, inRows: boolean): Choice {
  const { candidate, freshRank, freshSize } = pair;
  return {
    settled: nothingSettled,
    inRows,
    agreeableRank: (name) => rankOf(find(candidate?.inputs, name)),
    agreeableSize: (name, axis) => {
      const spec = find(candidate?.inputs, name);
      return spec && settledSize(spec.shape, axis, nothingSettled);
    },
    freshRank,
    freshSize: freshSize.request,
  };
}

/** The candidate's input of the same name. */
function sought({ name }: TensorSpec, { candidate }: Between): TensorSpec | undefined {
  return find(candidate?.inputs, name);
}

function rowsIn(inputs: Inputs, shapes: Shapes): { readonly rows?: number } {
  const rows = rowsSent(inputs, shapes);
  return rows === undefined ? {} : { rows };
}
