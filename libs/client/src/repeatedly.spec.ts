import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultRetryPolicy, delayMs } from './repeatedly';

it('waits for any time up to a bound that doubles and then stays', () => {
  const retries = fc.integer({ min: 1, max: 100 });
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(retries, chance, (retry, random) => {
      const delay = delayMs(retry, defaultRetryPolicy, () => random);
      const bound = Math.min(5_000, 200 * 2 ** (retry - 1));
      expect(delay).toBeCloseTo(random * bound, 6);
    }),
  );
  const bounds = [1, 2, 3, 6, 9].map((retry) => delayMs(retry, defaultRetryPolicy, () => 1));
  expect(bounds).toEqual([200, 400, 800, 5_000, 5_000]);
});
