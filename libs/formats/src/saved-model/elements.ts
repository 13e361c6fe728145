import { type DType } from '@sigcat/core';
import { type tensorflow } from '@sigcat/proto/saved-model';
import { type WireInteger, toBigInt } from './integers';

type TensorProto = tensorflow.TensorProto.$Properties;

/** How elements of one dtype of fixed width are written down. */
export interface ElementType {
  /** Bytes of one element. */
  readonly width: number;
  /** The elements that the dtype's own list holds, little endian. */
  listed(tensor: TensorProto): Uint8Array;
  /** One element as JSON; absent where the dtype has no plain form in JSON. */
  readonly toJson?: Read;
}

/** The dtypes whose elements are numbers or bits; strings have no width, resources and variants no elements. */
export const elementTypes: ReadonlyMap<DType, ElementType> = new Map<DType, ElementType>([
  [
    'bool',
    elements(
      1,
      (tensor) => tensor.bool_val,
      writeBool,
      (view, at) => view.getUint8(at) !== 0,
    ),
  ],
  [
    'float32',
    elements(
      4,
      (tensor) => tensor.float_val,
      writeFloat32,
      (view, at) => shortest(view.getFloat32(at, true)),
    ),
  ],
  [
    'float64',
    elements(
      8,
      (tensor) => tensor.double_val,
      writeFloat64,
      (view, at) => json(view.getFloat64(at, true)),
    ),
  ],
  [
    'float16',
    elements(
      2,
      (tensor) => tensor.half_val,
      writeInt16,
      (view, at) => json(half(view.getUint16(at, true))),
    ),
  ],
  [
    'bfloat16',
    elements(
      2,
      (tensor) => tensor.half_val,
      writeInt16,
      (view, at) => brain(view.getUint16(at, true)),
    ),
  ],
  [
    'int64',
    elements(
      8,
      (tensor) => tensor.int64_val,
      writeInt64,
      (view, at) => big(view.getBigInt64(at, true)),
    ),
  ],
  [
    'uint64',
    elements(
      8,
      (tensor) => tensor.uint64_val,
      writeInt64,
      (view, at) => big(view.getBigUint64(at, true)),
    ),
  ],
  [
    'uint32',
    elements(
      4,
      (tensor) => tensor.uint32_val,
      writeInt32,
      (view, at) => view.getUint32(at, true),
    ),
  ],
  ['complex64', elements(4, (tensor) => tensor.scomplex_val, writeFloat32, complex(4, float32), 2)],
  ['complex128', elements(8, (tensor) => tensor.dcomplex_val, writeFloat64, complex(8, float64), 2)],
  ...['int32', 'qint32'].map((dtype) =>
    integers(dtype, 4, writeInt32, (view, at) => view.getInt32(at, true)),
  ),
  ...['int16', 'qint16'].map((dtype) =>
    integers(dtype, 2, writeInt16, (view, at) => view.getInt16(at, true)),
  ),
  ...['uint16', 'quint16'].map((dtype) =>
    integers(dtype, 2, writeInt16, (view, at) => view.getUint16(at, true)),
  ),
  // Narrower integers take a byte each.
  ...['int2', 'int4', 'int8', 'qint8'].map((dtype) =>
    integers(dtype, 1, writeInt8, (view, at) => view.getInt8(at)),
  ),
  ...['uint2', 'uint4', 'uint8', 'quint8'].map((dtype) =>
    integers(dtype, 1, writeInt8, (view, at) => view.getUint8(at)),
  ),
  ...['float8_e5m2', 'float8_e4m3fn', 'float8_e4m3fnuz', 'float8_e4m3b11fnuz', 'float8_e5m2fnuz'].map(
    (dtype): [DType, ElementType] => [
      dtype,
      { width: 1, listed: (tensor) => tensor.float8_val ?? new Uint8Array(0) },
    ],
  ),
]);

type Write<T> = (view: DataView, offset: number, value: T) => void;
type Read = (view: DataView, offset: number) => unknown;

function elements<T>(
  width: number,
  list: (tensor: TensorProto) => readonly T[] | null | undefined,
  write: Write<T>,
  toJson: Read,
  parts = 1,
): ElementType {
  return {
    width: width * parts,
    listed(tensor) {
      const values = list(tensor) ?? [];
      // Half a pair is no element.
      const whole = values.slice(0, values.length - (values.length % parts));
      const view = new DataView(new ArrayBuffer(whole.length * width));
      whole.forEach((value, index) => {
        write(view, index * width, value);
      });
      return new Uint8Array(view.buffer);
    },
    toJson,
  };
}

function integers(dtype: DType, width: number, write: Write<number>, toJson: Read): [DType, ElementType] {
  return [dtype, elements(width, (tensor) => tensor.int_val, write, toJson)];
}

function writeBool(view: DataView, offset: number, value: boolean): void {
  view.setUint8(offset, value ? 1 : 0);
}

function writeInt8(view: DataView, offset: number, value: number): void {
  view.setInt8(offset, value);
}

function writeInt16(view: DataView, offset: number, value: number): void {
  view.setInt16(offset, value, true);
}

function writeInt32(view: DataView, offset: number, value: number): void {
  view.setInt32(offset, value, true);
}

function writeInt64(view: DataView, offset: number, value: WireInteger): void {
  view.setBigInt64(offset, toBigInt(value), true);
}

function writeFloat32(view: DataView, offset: number, value: number): void {
  view.setFloat32(offset, value, true);
}

function writeFloat64(view: DataView, offset: number, value: number): void {
  view.setFloat64(offset, value, true);
}

function float32(view: DataView, offset: number): number | string {
  return shortest(view.getFloat32(offset, true));
}

function float64(view: DataView, offset: number): number | string {
  return json(view.getFloat64(offset, true));
}

function complex(width: number, part: Read): Read {
  return (view, offset) => ({ real: part(view, offset), imag: part(view, offset + width) });
}

/** JSON has no NaN and no infinities. */
function json(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The shortest decimal that is this float32: 0.1 rather than 0.10000000149011612. */
export function shortest(value: number): number | string {
  if (!Number.isFinite(value)) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

function big(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** A float16 from its bits: 1 of sign, 5 of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 2 ** 10) * 2 ** (exponent - 15);
}

/** A bfloat16 is the upper half of a float32. */
function brain(bits: number): number | string {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 2 ** 16);
  return shortest(view.getFloat32(0));
}
