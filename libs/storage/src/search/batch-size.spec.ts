import { describe, expect, it } from '@jest/globals';
import { BatchSizes } from './batch-size';

describe('the size of a batch', () => {
  it.each([
    [21, 1, 24],
    [21, 0.25, 128],
    [1, 1, 16],
    [101, 0.01, 512],
  ])('for %d answers of which a share of %d is expected is at first %d', (wanted, expected, size) => {
    expect(new BatchSizes().of('any', expected).next(wanted)).toBe(size);
  });

  it('is what was seen to be enough, of that kind alone', () => {
    const sizes = new BatchSizes();
    const one = sizes.of('rare', 1);
    expect(one.next(21)).toBe(24);
    one.saw(1_000, 100);
    expect(one.next(5)).toBe(64);
    expect(sizes.of('rare', 1).next(21)).toBe(256);
    expect(sizes.of('other', 1).next(21)).toBe(24);
  });

  it('grows no faster than fourfold where nothing is found', () => {
    const one = new BatchSizes().of('none', 1);
    const seen = [];
    for (let i = 0; i < 4; i++) {
      const size = one.next(21);
      seen.push(size);
      one.saw(size, 0);
    }
    expect(seen).toEqual([24, 64, 192, 512]);
  });

  it('forgets what has long been otherwise', () => {
    const sizes = new BatchSizes();
    sizes.of('one', 1).saw(10_000, 100);
    for (let i = 0; i < 30; i++) sizes.of('one', 1).saw(1_000, 1_000);
    expect(sizes.of('one', 1).next(21)).toBe(24);
  });
});
