import { type DType } from '@sigcat/core';

/**
 * The next wider dtypes of each: every value of the narrower one is exactly a value of the wider one, and
 * both are of one kind (integers, floats or complex numbers), as in NumPy's `same_kind` families. Ranges and
 * precisions are those of IEEE 754 (float16 to float64), of OCP's 8-bit and 4-bit floating point formats,
 * and of ml_dtypes for bfloat16 and the fn, fnuz and b11 variants.
 *
 * Quantized integers are left out: what they stand for depends on a scale.
 */
const wider: Readonly<Record<DType, readonly DType[]>> = {
  int2: ['int4'],
  int4: ['int8'],
  int8: ['int16'],
  int16: ['int32'],
  int32: ['int64'],
  uint2: ['uint4', 'int4'],
  uint4: ['uint8', 'int8'],
  uint8: ['uint16', 'int16'],
  uint16: ['uint32', 'int32'],
  uint32: ['uint64', 'int64'],
  float4_e2m1fn: ['float8_e5m2', 'float8_e4m3fn', 'float8_e4m3fnuz', 'float8_e4m3b11fnuz', 'float8_e5m2fnuz'],
  float8_e5m2: ['float16', 'bfloat16'],
  float8_e4m3fn: ['float16', 'bfloat16'],
  float8_e4m3fnuz: ['float16', 'bfloat16'],
  float8_e4m3b11fnuz: ['float16', 'bfloat16'],
  float8_e5m2fnuz: ['float16', 'bfloat16'],
  float16: ['float32'],
  bfloat16: ['float32'],
  float32: ['float64'],
  complex64: ['complex128'],
};

const allWider: ReadonlyMap<DType, ReadonlySet<DType>> = new Map(
  Object.keys(wider).map((dtype) => [dtype, widerThan(dtype)]),
);

/** Is every value of `narrow` a value of `wide`, and are there more? */
export function widens(narrow: DType, wide: DType): boolean {
  return allWider.get(narrow)?.has(wide) ?? false;
}

/** Bits of the integers that a float has all of. */
const exactBits: ReadonlyMap<DType, number> = new Map([
  ['float32', 24],
  ['float64', 53],
]);

/** Is every value of an integer dtype exactly one of a float dtype? */
export function isExactIn(integer: DType, float: DType): boolean {
  const [, unsigned, bits] = /^(u?)int(\d+)$/.exec(integer) ?? [];
  return Number(bits) - (unsigned === 'u' ? 0 : 1) <= (exactBits.get(float) ?? 0);
}

export function isFloat(dtype: DType): boolean {
  return dtype.startsWith('float') || dtype === 'bfloat16';
}

function widerThan(dtype: DType): Set<DType> {
  const next = wider[dtype] ?? [];
  return new Set(next.flatMap((one) => [one, ...widerThan(one)]));
}
