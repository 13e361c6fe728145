import { parseType } from '@sigcat/core';
import {
  type ColumnarRequest,
  type JsonMessage,
  type JsonScalar,
  jsonValue,
  type JsonValue,
  type RowRequest,
  type TensorRequest,
  type TensorValue,
} from '../index';

/** A value in the notation of types, all sizes given: `float32[1,3]`. */
function tensor(notation: string): TensorValue {
  const { dtype, shape, encoding } = parseType(notation);
  if (shape.rank === 'unknown') throw new RangeError(`${notation} is no value`);
  return { dtype, shape: shape.dims.map((dim) => (dim.kind === 'fixed' ? dim.size : NaN)), encoding };
}

export function tensors(inputs: Readonly<Record<string, string>>): ReadonlyMap<string, TensorValue> {
  return new Map(Object.entries(inputs).map(([name, notation]) => [name, tensor(notation)]));
}

export function tensorRequest(
  inputs: Readonly<Record<string, string>>,
  more: Partial<TensorRequest> = {},
): TensorRequest {
  return { key: 'f', api: 'predict', transport: 'tensor', inputs: tensors(inputs), ...more };
}

/** What stands in a JSON body: `1`, `1.5`, `true`, `'text'` or `{ b64: '' }`, in lists that hold equal things. */
export type Json = number | bigint | boolean | string | { readonly b64: string } | readonly Json[];

/** A number stands for a decimal where it has a fraction or exceeds whole numbers, as in a JSON text. */
function value(json: Json): JsonValue {
  const sizes: number[] = [];
  let inside = json;
  while (Array.isArray(inside)) {
    sizes.push(inside.length);
    inside = (inside as readonly Json[])[0] ?? 0;
  }
  return jsonValue(sizes, scalarOf(inside as Exclude<Json, readonly Json[]>));
}

function scalarOf(json: Exclude<Json, readonly Json[]>): JsonScalar {
  switch (typeof json) {
    case 'bigint':
      return { kind: 'integer', value: json };
    case 'number':
      return Number.isSafeInteger(json)
        ? { kind: 'integer', value: BigInt(json) }
        : { kind: 'decimal', value: json };
    case 'boolean':
      return { kind: 'bool' };
    case 'string':
      return { kind: 'text' };
    default:
      return { kind: 'bytes' };
  }
}

export function bare(json: Json): JsonMessage {
  return { named: false, value: value(json) };
}

export function named(values: Readonly<Record<string, Json>>): JsonMessage {
  return { named: true, values: new Map(Object.entries(values).map(([name, json]) => [name, value(json)])) };
}

/** `{"inputs": …}` */
export function columns(inputs: JsonMessage, rows?: number): ColumnarRequest {
  return {
    key: 'f',
    api: 'predict',
    transport: 'json',
    form: 'columnar',
    inputs,
    ...(rows !== undefined && { rows }),
  };
}

/** `{"instances": […]}` with `instances` times the same one. */
export function rows(instances: number, instance: JsonMessage): RowRequest {
  return { key: 'f', api: 'predict', transport: 'json', form: 'row', instances, instance, rows: instances };
}
