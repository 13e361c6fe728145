import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRetryAfter, retryDelay, type RetryPolicy } from './retry';

const policy: RetryPolicy = { attempts: 14, firstMs: 5_000, mostMs: 86_400_000 };
const middle = 0.5;

describe('the wait after a failed attempt', () => {
  it.each([
    [1, 5_000],
    [2, 15_000],
    [5, 405_000],
    [10, 86_400_000],
    [13, 86_400_000],
    [14, undefined],
  ])('%d made: %s ms', (made, wait) => {
    expect(retryDelay(policy, made, middle)).toBe(wait);
  });

  it('spreads attempts over days', () => {
    const waits = Array.from({ length: 13 }, (_, i) => retryDelay(policy, i + 1, middle) ?? 0);
    const days = waits.reduce((sum, wait) => sum + wait) / 86_400_000;
    expect(days).toBeGreaterThan(4);
    expect(days).toBeLessThan(7);
  });

  it('is a fifth longer or shorter, and never shorter than was asked for, up to the most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 13 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 200_000_000 }),
        (made, random, asked) => {
          const plain = retryDelay(policy, made, middle) ?? 0;
          const wait = retryDelay(policy, made, random, asked) ?? 0;
          expect(wait).toBeGreaterThanOrEqual(Math.min(asked, policy.mostMs));
          expect(wait).toBeGreaterThanOrEqual(Math.floor(plain * 0.8));
          expect(wait).toBeLessThanOrEqual(Math.max(Math.ceil(plain * 1.2), Math.min(asked, policy.mostMs)));
        },
      ),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-26T07:00:00Z');
  it.each<[string | undefined, number | undefined]>([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 26 Nov 2026 07:00:30 GMT', 30_000],
    ['Thu, 26 Nov 2026 06:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('%s: %s ms', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });
});
