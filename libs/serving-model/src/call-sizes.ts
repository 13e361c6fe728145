import { type Dim, type Shape, type Signature, type TensorSpec } from '@sigcat/core';
import { type Request } from './request';
import { type ValueObjection } from './ruling';

export type Shapes = ReadonlyMap<string, readonly number[]>;

/**
 * What a call has settled about sizes before the model answers: symbols that inputs have, and rows.
 *
 * Sets of values do not hold the promise that as many rows come back as were sent. It is made here: where a
 * signature leaves the first axis of an output open and no input settles its symbol, a server answers as many
 * rows as the caller takes itself to have sent.
 */
export interface CallSizes {
  readonly symbols: ReadonlyMap<string, number>;
  readonly rows: number | undefined;
}

/** @param request one that a server with this signature accepts */
export function callSizes(signature: Signature, request: Request): CallSizes {
  const symbols = new Map<string, number>();
  const shapes = inputShapes(signature, request);
  for (const { name, shape } of signature.inputs) {
    const sizes = shapes.get(name);
    if (sizes !== undefined) shapeObjection(sizes, shape, symbols);
  }
  const rows = request.api === 'predict' ? request.rows : request.examples;
  if (rows === undefined) return { symbols, rows };
  for (const { shape } of signature.outputs) {
    const first = firstDim(shape);
    if (first?.kind === 'symbolic' && !symbols.has(first.name)) symbols.set(first.name, rows);
  }
  return { symbols, rows };
}

/** The shapes that a request has for a server, by the names of its inputs. */
function inputShapes({ inputs }: Signature, request: Request): Shapes {
  const [only] = inputs;
  if (request.api !== 'predict') return new Map(only && [[only.name, [request.examples]]]);
  if (request.transport === 'tensor') {
    return new Map(Array.from(request.inputs, ([name, { shape }]) => [name, shape]));
  }
  const [message, rows] =
    request.form === 'row' ? [request.instance, [request.instances]] : [request.inputs, []];
  if (!message.named) return new Map(only && [[only.name, [...rows, ...message.value.sizes]]]);
  return new Map(Array.from(message.values, ([name, { sizes }]) => [name, [...rows, ...sizes]]));
}

/**
 * The number of rows that a caller sends with tensors of these shapes: the size that all inputs have on their first
 * axis where the signature leaves that open, or does not record the rank. None if there is no such input or they differ.
 */
export function rowsSent(inputs: readonly TensorSpec[], shapes: Shapes): number | undefined {
  let rows: number | undefined;
  for (const { name, shape } of inputs) {
    const size = shapes.get(name)?.[0];
    if (size === undefined || firstDim(shape)?.kind === 'fixed') continue;
    if (rows !== undefined && rows !== size) return undefined;
    rows = size;
  }
  return rows;
}

/** The first axis of a shape whose rank is known. */
export function firstDim(shape: Shape): Dim | undefined {
  return shape.rank === 'known' ? shape.dims[0] : undefined;
}

export interface SizeObjection {
  readonly reason: Extract<ValueObjection, 'wrong-rank' | 'wrong-size' | 'unequal-sizes'>;
  readonly axis?: number;
}

/**
 * What is wrong with sizes for a shape, taken literally: an unknown rank contains every shape, an unknown dim every
 * size.
 * @param symbols what symbols stand for; those met first are added
 * @param goesOn whether more axes may follow, as behind an empty list
 */
export function shapeObjection(
  sizes: readonly number[],
  shape: Shape,
  symbols: Map<string, number>,
  goesOn = false,
): SizeObjection | undefined {
  if (shape.rank === 'unknown') return undefined;
  const { dims } = shape;
  if (goesOn ? dims.length < sizes.length : dims.length !== sizes.length) return { reason: 'wrong-rank' };
  for (const [axis, size] of sizes.entries()) {
    const dim = dims[axis];
    if (dim?.kind === 'fixed' && dim.size !== size) return { reason: 'wrong-size', axis };
    if (dim?.kind !== 'symbolic') continue;
    if ((symbols.get(dim.name) ?? size) !== size) return { reason: 'unequal-sizes', axis };
    symbols.set(dim.name, size);
  }
  return undefined;
}

/** The size that an output's axis has in every answer to a call, where that is settled. */
export function settledSize(shape: Shape, axis: number, { symbols, rows }: CallSizes): number | undefined {
  const dim = shape.rank === 'known' ? shape.dims[axis] : undefined;
  switch (dim?.kind) {
    case 'fixed':
      return dim.size;
    case 'symbolic':
      return symbols.get(dim.name);
    case 'unknown':
      return axis === 0 ? rows : undefined;
    case undefined:
      return undefined;
  }
}
