import { type DType } from '@sigcat/core';

/**
 * One value inside JSON's lists. JSON has no dtypes, but its readers tell whole numbers from decimals by the
 * token (`1` and `1.0`), and so does this type. Bytes travel as `{"b64": "…"}`.
 */
export type JsonScalar =
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'decimal'; readonly value: number }
  | { readonly kind: 'bool' }
  | { readonly kind: 'text' }
  | { readonly kind: 'bytes' };

const bool: JsonScalar = { kind: 'bool' };
const text: JsonScalar = { kind: 'text' };
const bytes: JsonScalar = { kind: 'bytes' };
const zero: JsonScalar = { kind: 'integer', value: 0n };
const fraction: JsonScalar = { kind: 'decimal', value: 0.5 };

/** One of each kind. */
const everyKind: readonly JsonScalar[] = [zero, fraction, text, bytes, bool];

interface Integers {
  readonly least: bigint;
  readonly most: bigint;
}

/** The largest decimal, and the largest whole number such that all below are numbers of the dtype too. */
interface Decimals {
  readonly most: number;
  readonly whole: bigint;
}

/** The dtypes that TensorFlow Serving's JSON mapping has; it reads and writes no other. */
const integers: ReadonlyMap<DType, Integers> = new Map([
  ['int8', signed(8n)],
  ['int16', signed(16n)],
  ['int32', signed(32n)],
  ['int64', signed(64n)],
  ['uint8', unsigned(8n)],
  ['uint32', unsigned(32n)],
  ['uint64', unsigned(64n)],
]);

const decimals: ReadonlyMap<DType, Decimals> = new Map([
  ['float32', { most: (2 - 2 ** -23) * 2 ** 127, whole: 2n ** 24n - 1n }],
  ['float64', { most: Number.MAX_VALUE, whole: 2n ** 53n - 1n }],
]);

/** Has JSON values of the dtype? What has no dtype may have one that it has. */
export function isJsonDType(dtype: DType): boolean {
  return integers.has(dtype) || decimals.has(dtype) || ['bool', 'string', 'unspecified'].includes(dtype);
}

/**
 * Why a server cannot read the scalar as a value of the dtype. It takes whole numbers for floats as far as
 * nothing is lost, and text and bytes for strings. It lets a whole number overflow int8, int16 and uint8 in
 * silence; here that counts as out of range, since another value arrives than was sent.
 */
export function unreadable(
  scalar: JsonScalar,
  dtype: DType,
): 'not-json' | 'wrong-dtype' | 'out-of-range' | undefined {
  if (dtype === 'unspecified') return undefined;
  const range = integers.get(dtype);
  if (range !== undefined) {
    if (scalar.kind !== 'integer') return 'wrong-dtype';
    return within(scalar.value, range) ? undefined : 'out-of-range';
  }
  const reach = decimals.get(dtype);
  if (reach !== undefined) {
    if (scalar.kind === 'decimal') return Math.abs(scalar.value) <= reach.most ? undefined : 'out-of-range';
    if (scalar.kind !== 'integer') return 'wrong-dtype';
    return within(scalar.value, { least: -reach.whole, most: reach.whole }) ? undefined : 'out-of-range';
  }
  if (!isJsonDType(dtype)) return 'not-json';
  const kinds = dtype === 'bool' ? ['bool'] : ['text', 'bytes'];
  return kinds.includes(scalar.kind) ? undefined : 'wrong-dtype';
}

/**
 * Why a server would not write the scalar for a value of the dtype. Floats are always written as decimals,
 * "difficult for consumers to pick the correct type" otherwise, as its source has it; strings as bytes where
 * the tensor's name says so.
 */
export function unwritten(
  scalar: JsonScalar,
  dtype: DType,
  asBytes: boolean,
): 'not-json' | 'wrong-dtype' | 'out-of-range' | undefined {
  if (scalar.kind === (asBytes ? 'text' : 'bytes')) return 'wrong-dtype';
  if (scalar.kind === 'integer' && decimals.has(dtype)) return 'wrong-dtype';
  return unreadable(scalar, dtype);
}

/** REST writes the strings of such an output in base64. */
export function writesBytes(name: string): boolean {
  return name.endsWith('_bytes');
}

/**
 * What a caller may send for a dtype: values that tell it from every other dtype, the plainest first. None where
 * JSON cannot say any.
 */
export function sendable(dtype: DType): readonly JsonScalar[] {
  const range = integers.get(dtype);
  if (range !== undefined) return [zero, integer(range.most), integer(range.least)];
  const reach = decimals.get(dtype);
  if (reach !== undefined) return [zero, fraction, decimal(reach.most), integer(reach.whole)];
  if (dtype === 'unspecified') return everyKind;
  return dtype === 'bool' ? [bool] : dtype === 'string' ? [text, bytes] : [];
}

/** What a server may write for a dtype, chosen likewise. */
export function writable(dtype: DType, asBytes: boolean): readonly JsonScalar[] {
  const reach = decimals.get(dtype);
  if (reach !== undefined) return [fraction, decimal(reach.most)];
  return sendable(dtype).filter((scalar) => scalar.kind !== (asBytes ? 'text' : 'bytes'));
}

function within(value: bigint, { least, most }: Integers): boolean {
  return value >= least && value <= most;
}

function integer(value: bigint): JsonScalar {
  return { kind: 'integer', value };
}

function decimal(value: number): JsonScalar {
  return { kind: 'decimal', value };
}

function signed(bits: bigint): Integers {
  return { least: -(2n ** (bits - 1n)), most: 2n ** (bits - 1n) - 1n };
}

function unsigned(bits: bigint): Integers {
  return { least: 0n, most: 2n ** bits - 1n };
}
