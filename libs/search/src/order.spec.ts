import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareHits, type Rank, specificityOf } from './order';
import { exactnesses } from './relations/exact';
import { sig } from './testing/notation';

describe('the order of hits', () => {
  const plain: Rank = { tensors: 1, specificity: -2, id: 5 };

  it.each<[string, Rank]>([
    ['exact hits', { exactness: 'same-types', tensors: 9, specificity: -99, id: 1 }],
    ['fewer tensors', { tensors: 0, specificity: -99, id: 1 }],
    ['more specific shapes', { tensors: 1, specificity: -1, id: 1 }],
    ['newer signatures', { ...plain, id: 6 }],
  ])('puts %s first', (_, better) => {
    expect([plain, better].sort(compareHits)).toEqual([better, plain]);
    expect([better, plain].sort(compareHits)).toEqual([better, plain]);
  });

  it('puts the nearest of exact hits first', () => {
    const hits = exactnesses.map((exactness): Rank => ({ ...plain, exactness }));
    expect([...hits].reverse().sort(compareHits)).toEqual(hits);
  });

  const anyRank: fc.Arbitrary<Rank> = fc
    .tuple(
      fc.record({ exactness: fc.constantFrom(...exactnesses) }, { requiredKeys: [] }),
      fc.record({
        tensors: fc.nat({ max: 2 }),
        specificity: fc.integer({ min: -2, max: 0 }),
        id: fc.nat({ max: 3 }),
      }),
    )
    .map(([exactness, rest]) => ({ ...exactness, ...rest }));

  it('is total', () => {
    fc.assert(
      fc.property(anyRank, anyRank, anyRank, (a, b, c) => {
        const sign = (one: Rank, other: Rank): number => Math.sign(compareHits(one, other));
        expect(sign(a, b) + sign(b, a)).toBe(0);
        if (a.id !== b.id) expect(sign(a, b)).not.toBe(0);
        if (sign(a, b) < 0 && sign(b, c) < 0) expect(sign(a, c)).toBe(-1);
      }),
    );
  });
});

describe('specificity', () => {
  it.each([
    ['() -> ()', 0],
    ['(x: int8[], y: int8[3,0]) -> (z: int8[1])', 0],
    ['(x: int8[?,3]) -> (y: int8[N,N])', -3],
    ['(x: int8[...]) -> (y: int8[?])', -17],
  ])('of %s is %d', (signature, expected) => {
    expect(specificityOf(sig(signature))).toBe(expected);
  });
});
