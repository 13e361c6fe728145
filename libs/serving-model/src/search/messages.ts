import { type DType, type TensorSpec } from '@sigcat/core';
import { type Shapes } from '../call-sizes';
import { type JsonScalar } from '../json-scalar';
import { jsonValue } from '../json-value';
import { type JsonMessage, type JsonRequest } from '../request';
import { type TensorValue } from '../tensor-value';

/** What is in the tensors of a message: dtypes, or scalars in JSON. */
export type Elements<Element> = ReadonlyMap<string, Element>;

/**
 * Of several elements for each spec: the first of all, then the same with one replaced, for each. None where a spec
 * has none.
 */
export function* oneByOne<Element>(
  specs: readonly TensorSpec[],
  choices: (spec: TensorSpec) => readonly Element[],
): Generator<Elements<Element>> {
  const first = new Map<string, Element>();
  const others: [string, readonly Element[]][] = [];
  for (const spec of specs) {
    const [choice, ...rest] = choices(spec);
    if (choice === undefined) return;
    first.set(spec.name, choice);
    others.push([spec.name, rest]);
  }
  yield first;
  for (const [name, rest] of others) for (const other of rest) yield new Map(first).set(name, other);
}

export function tensorsOf(
  specs: readonly TensorSpec[],
  shapes: Shapes,
  dtypes: Elements<DType>,
): Map<string, TensorValue> {
  const tensors = new Map<string, TensorValue>();
  for (const { name, encoding } of specs) {
    const [shape, dtype] = [shapes.get(name), dtypes.get(name)];
    if (shape !== undefined && dtype !== undefined) tensors.set(name, { dtype, shape, encoding });
  }
  return tensors;
}

/** In the row form the message of one row: that is without the first axis. */
export function jsonOf(
  shapes: Shapes,
  scalars: Elements<JsonScalar>,
  form: JsonRequest['form'],
  named: boolean,
): JsonMessage {
  const values = new Map(
    Array.from(scalars, ([name, scalar]) => {
      const shape = shapes.get(name) ?? [];
      return [name, jsonValue(form === 'row' ? shape.slice(1) : shape, scalar)];
    }),
  );
  const [value] = values.values();
  return named || value === undefined ? { named: true, values } : { named: false, value };
}

/** How many rows there are, where all tensors have one first axis. */
export function rowCount(shapes: Shapes): number {
  const [[rows = 0] = []] = shapes.values();
  return rows;
}
