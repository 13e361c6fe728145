import { expect, it } from '@jest/globals';
import { type Mode } from '@sigcat/compat';
import { type FailOn } from '../choices';
import { type Check, type ReportedFinding } from './check';
import { exitCodeFor, failsFor } from './threshold';

const none = { error: 0, warning: 0, info: 0, hidden: 0 };
const verdicts = {
  error: 'incompatible',
  warning: 'undecided',
  info: 'compatible',
  hidden: 'compatible',
} as const;

type Level = ReportedFinding['level'];

function checkWith(
  level: Level,
  failOn: FailOn | undefined,
  strict: boolean,
  mode: Mode = 'BACKWARD',
): Pick<Check, 'mode' | 'verdict' | 'counts' | 'threshold'> {
  return { mode, verdict: verdicts[level], counts: { ...none, [level]: 1 }, threshold: { failOn, strict } };
}

it.each<[Level, FailOn, boolean, number]>([
  ['error', 'never', false, 0],
  ['error', 'never', true, 0],
  ['error', 'error', false, 1],
  ['error', 'warning', false, 1],
  ['error', 'info', false, 1],
  ['warning', 'error', false, 0],
  ['warning', 'error', true, 3],
  ['warning', 'never', true, 3],
  ['warning', 'warning', false, 1],
  ['warning', 'warning', true, 1],
  ['info', 'warning', true, 0],
  ['info', 'info', false, 1],
  ['hidden', 'info', true, 0],
])('a finding of level %s with --fail-on %s, strict: %s, ends with %d', (level, failOn, strict, expected) => {
  const check = checkWith(level, failOn, strict);
  expect(exitCodeFor(check)).toBe(expected);
  expect(failsFor({ level }, check)).toBe(expected !== 0);
});

it('fails for nothing that is approved', () => {
  const approval = { approver: 'ada', reason: 'so it is', expires_at: null };
  expect(failsFor({ level: 'error', approval }, checkWith('error', 'info', true))).toBe(false);
});

it.each<[Mode, FailOn | undefined, number]>([
  ['BACKWARD', undefined, 1],
  ['FULL_TRANSITIVE', undefined, 1],
  ['NONE', undefined, 0],
  ['NONE', 'error', 1],
])('under the mode %s an error with --fail-on %s ends with %d', (mode, failOn, expected) => {
  const check = checkWith('error', failOn, false, mode);
  expect(exitCodeFor(check)).toBe(expected);
  expect(failsFor({ level: 'error' }, check)).toBe(expected !== 0);
});
