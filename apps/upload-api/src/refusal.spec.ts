import { expect, it } from '@jest/globals';
import { type Judgement } from '@sigcat/storage';
import { refusal } from './refusal';

const none = { error: 0, warning: 0, info: 0, hidden: 0 };
const judgement = (error: number, offending: readonly number[]): Judgement => ({
  refused: true,
  report: {
    verdict: 'incompatible',
    mode: 'FULL',
    baseline_version: 1,
    counts: { ...none, error },
    approved: none,
    offending,
    findings: [],
  },
});

it.each([
  [1, [3], 'version 3 (FULL): 1 error.'],
  [2, [3, 4], 'versions 3, 4 (FULL): 2 errors.'],
  [2, [1, 2, 3, 4, 5], 'versions 1, 2, 3, 4, 5 (FULL): 2 errors.'],
  [2, [1, 2, 3, 4, 5, 6, 7], 'versions 1, 2, 3, 4, 5 and 2 more (FULL): 2 errors.'],
])('a refusal for %i errors names %j', (errors, offending, end) => {
  const problem = refusal({ namespace: 'default', model: 'm' }, 9, judgement(errors, offending));
  expect(problem.detail).toBe(`Version 9 of default/m is incompatible with ${end}`);
  expect(problem.extensions).toMatchObject({ report: { offending }, findings: [] });
});
