import { type Dim, type Shape, type Signature, type TensorSpec } from '@sigcat/core';

/**
 * What compatibility means, said a second time and as simply as can be: by writing down every request and
 * every answer that can be told apart, and looking whether the candidate takes all the requests and gives
 * only the answers that the baseline allows. It shares no code with the comparison.
 */

/** One value as far as signatures tell values apart. */
type Value = `${string}[${string}]`;

/** A request or an answer: a value, or none, per tensor name. */
type Message = ReadonlyMap<string, Value>;

/** Sizes and dtypes that specs mention, and one more of each that none mentions. */
const sizes = [0, 1, 7];
const dtypes = ['int32', 'int64', 'float32', '99', 'string'];

const shapes: readonly (readonly number[])[] = [
  [],
  ...sizes.map((size) => [size]),
  ...sizes.flatMap((rows) => sizes.map((columns) => [rows, columns])),
  [1, 1, 1],
];

/** Do all callers that were written for the baseline get along with the candidate? */
export function servesAllCallers(baseline: Signature, candidate: Signature): boolean {
  return (
    requestsOf(baseline).every((request) => accepts(candidate, request)) &&
    baseline.outputs.every((output) => answersAsBefore(output, candidate)) &&
    !losesRows(baseline, candidate)
  );
}

function requestsOf({ inputs }: Signature): Message[] {
  let requests: Message[] = [new Map()];
  for (const input of inputs) {
    const choices: (Value | undefined)[] = [...valuesOf(input)];
    if (input.optional) choices.push(undefined);
    requests = requests.flatMap((request) =>
      choices.map((value) => (value === undefined ? request : new Map([...request, [input.name, value]]))),
    );
  }
  return requests;
}

function accepts({ inputs }: Signature, request: Message): boolean {
  const known = new Set(inputs.map(({ name }) => name));
  return (
    [...request.keys()].every((name) => known.has(name)) &&
    inputs.every((input) => {
      const value = request.get(input.name);
      return value === undefined ? input.optional : valuesOf(input).has(value);
    })
  );
}

function answersAsBefore(output: TensorSpec, { outputs }: Signature): boolean {
  const now = outputs.find(({ name }) => name === output.name);
  if (now === undefined) return false;
  const allowed = valuesOf(output);
  return [...valuesOf(now)].every((value) => allowed.has(value));
}

/**
 * The one promise that sets of values do not hold: as many rows come back as were sent. It counts where an
 * input may have an open first axis on both sides and an output that had one is fixed.
 */
function losesRows(baseline: Signature, candidate: Signature): boolean {
  const takesRows = ({ inputs }: Signature, name: string): boolean =>
    inputs.some(
      (spec) => spec.name === name && (spec.shape.rank === 'unknown' || first(spec.shape) === 'any'),
    );
  const rowsGoOn = baseline.inputs.some(
    ({ name }) => takesRows(baseline, name) && takesRows(candidate, name),
  );
  const rowsStop = candidate.outputs.some(({ name, shape }) => {
    const before = baseline.outputs.find((spec) => spec.name === name);
    return before !== undefined && first(before.shape) === 'any' && typeof first(shape) === 'number';
  });
  return rowsGoOn && rowsStop;
}

function first(shape: Shape): number | 'any' | undefined {
  const dim = shape.rank === 'known' ? shape.dims[0] : undefined;
  return dim === undefined ? undefined : dim.kind === 'fixed' ? dim.size : 'any';
}

const cache = new WeakMap<TensorSpec, ReadonlySet<Value>>();

function valuesOf(spec: TensorSpec): ReadonlySet<Value> {
  const values = cache.get(spec) ?? enumerate(spec);
  cache.set(spec, values);
  return values;
}

function enumerate({ dtype, shape }: TensorSpec): Set<Value> {
  const ofDtype = dtype === 'unspecified' ? dtypes : [dtype];
  const ofShape = shapes.filter((sizes) => fits(sizes, shape));
  return new Set(ofDtype.flatMap((name) => ofShape.map((sizes): Value => `${name}[${sizes.join()}]`)));
}

function fits(sizes: readonly number[], shape: Shape): boolean {
  if (shape.rank === 'unknown') return true;
  return shape.dims.length === sizes.length && shape.dims.every((dim, axis) => allows(dim, sizes[axis]));
}

function allows(dim: Dim, size: number | undefined): boolean {
  return dim.kind !== 'fixed' || dim.size === size;
}
