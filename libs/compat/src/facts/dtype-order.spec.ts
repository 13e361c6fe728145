import { describe, expect, it } from '@jest/globals';
import { dtypes } from '@sigcat/core';
import { isExactIn, widens } from './dtype-order';

/** Every value of a small dtype, worked out from how it is laid out in bits. */
const values: Readonly<Record<string, ReadonlySet<number>>> = {
  ...Object.fromEntries(
    [2, 4, 8, 16].map((bits) => [`int${bits}`, integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)]),
  ),
  ...Object.fromEntries([2, 4, 8, 16].map((bits) => [`uint${bits}`, integers(0, 2 ** bits - 1)])),
  float4_e2m1fn: floats({ exponent: 2, mantissa: 1, bias: 1, top: 'finite' }),
  float8_e5m2: floats({ exponent: 5, mantissa: 2, bias: 15, top: 'infinite' }),
  float8_e4m3fn: floats({ exponent: 4, mantissa: 3, bias: 7, top: 'finite but one' }),
  float8_e4m3fnuz: floats({ exponent: 4, mantissa: 3, bias: 8, top: 'finite' }),
  float8_e4m3b11fnuz: floats({ exponent: 4, mantissa: 3, bias: 11, top: 'finite' }),
  float8_e5m2fnuz: floats({ exponent: 5, mantissa: 2, bias: 16, top: 'finite' }),
  float16: floats({ exponent: 5, mantissa: 10, bias: 15, top: 'infinite' }),
  bfloat16: floats({ exponent: 8, mantissa: 7, bias: 127, top: 'infinite' }),
};

interface Layout {
  readonly exponent: number;
  readonly mantissa: number;
  readonly bias: number;
  /** What the highest exponent holds: numbers, numbers and one NaN, or infinity and NaNs. */
  readonly top: 'finite' | 'finite but one' | 'infinite';
}

const none: ReadonlySet<number> = new Set();
const names = Object.keys(values);
const isInteger = (dtype: string): boolean => dtype.includes('int');
const pairs = names.flatMap((a) =>
  names.filter((b) => isInteger(a) === isInteger(b)).map((b) => [a, b] as const),
);

describe('a wider dtype', () => {
  it.each(pairs)('has all the values of the narrower one and more: %s, %s', (a, b) => {
    const [narrow, wide] = [values[a] ?? none, values[b] ?? none];
    const all = [...narrow].every((value) => wide.has(value));
    expect(widens(a, b)).toBe(all && wide.size > narrow.size);
  });

  it.each([
    ['int32', 'int64'],
    ['uint32', 'int64'],
    ['int2', 'int64'],
    ['float16', 'float64'],
    ['bfloat16', 'float32'],
    ['float8_e5m2', 'float64'],
    ['complex64', 'complex128'],
  ])('of %s is %s, but not the other way', (narrow, wide) => {
    expect([widens(narrow, wide), widens(wide, narrow)]).toEqual([true, false]);
  });

  it.each([
    ['int32', 'uint64'],
    ['uint64', 'int64'],
    ['int8', 'float32'],
    ['float32', 'complex64'],
    ['bool', 'int8'],
    ['qint8', 'qint32'],
    ['float16', 'bfloat16'],
    ['99', '100'],
    ['unspecified', 'float32'],
  ])('of %s is not %s', (one, other) => {
    expect([widens(one, other), widens(other, one)]).toEqual([false, false]);
  });

  it('is none of its own and names known dtypes only', () => {
    const wide = dtypes.filter((dtype) => dtypes.some((other) => widens(other, dtype)));
    expect(wide).toContain('complex128');
    for (const dtype of dtypes) expect(widens(dtype, dtype)).toBe(false);
  });
});

function integers(from: number, to: number): Set<number> {
  return new Set(Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

function floats({ exponent, mantissa, bias, top }: Layout): Set<number> {
  const found = new Set<number>();
  const highest = 2 ** exponent - 1;
  for (let e = 0; e <= highest; e++) {
    for (let m = 0; m < 2 ** mantissa; m++) {
      if (top === 'finite but one' && e === highest && m === 2 ** mantissa - 1) continue;
      if (top === 'infinite' && e === highest) continue;
      const size =
        e === 0 ? m * 2 ** (1 - bias - mantissa) : (2 ** mantissa + m) * 2 ** (e - bias - mantissa);
      found.add(size);
      found.add(size === 0 ? 0 : -size);
    }
  }
  if (top === 'infinite') found.add(Infinity).add(-Infinity);
  return found;
}

describe('a float has every value of an integer dtype', () => {
  it.each([
    ['int8', 'float32', true],
    ['int16', 'float32', true],
    ['uint16', 'float32', true],
    ['int32', 'float32', false],
    ['int32', 'float64', true],
    ['uint32', 'float64', true],
    ['int64', 'float64', false],
    ['uint64', 'float64', false],
    ['int8', 'int16', false],
    ['bool', 'float32', false],
    ['string', 'float64', false],
    ['float32', 'float64', false],
  ])('%s in %s: %s', (integer, float, exact) => {
    expect(isExactIn(integer, float)).toBe(exact);
  });
});
