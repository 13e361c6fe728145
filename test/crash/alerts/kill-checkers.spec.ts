import { expect, it, jest } from '@jest/globals';
import { killCheckers } from './kill-checkers';

jest.setTimeout(240_000);

it('alerts arrive, each as it was and in its turn, though two checkers are killed again and again', async () => {
  const { violations, summary } = await killCheckers({ publishes: 60, seed: 26 });
  expect(violations).toEqual([]);
  expect(summary['versions published']).toBe(60);
  expect(summary['checkers killed']).toBeGreaterThan(0);
  expect(summary['calls that failed']).toBeGreaterThan(0);
});
