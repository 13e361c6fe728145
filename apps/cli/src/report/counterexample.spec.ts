import { expect, it } from '@jest/globals';
import { checks } from '../testing/checks';
import { callsOf, whyUnproved } from './counterexample';

const call = {
  direction: 'backward',
  kind: 'request',
  alone: false,
  notation: 'f(x: float32[1])',
} as const;
const tensor = { ...call, oip: { text: '{}', abbreviated: true } };
const json = { ...call, rest: { text: '[]', abbreviated: false } };
const none = (reason: string) => ({ none: reason });

it('is shown once where it is the same over both transports', () => {
  expect(callsOf({ counterexample: { tensor, json } })).toEqual([
    {
      title: 'Counterexample',
      notation: 'f(x: float32[1])',
      bodies: [
        { title: 'TensorFlow Serving, REST', text: '[]' },
        { title: 'Open Inference Protocol, cut short', text: '{}' },
      ],
    },
  ]);
});

it.each([
  [{ tensor, json: { ...json, alone: true } }, ['over tensor', 'over json, only this changed']],
  [{ tensor: { ...tensor, direction: 'forward' }, json }, ['over tensor after a rollback', 'over json']],
  [{ tensor: none('why'), json }, ['over json']],
  [{ tensor: { ...tensor, oip: none('why') }, json: none('why') }, ['over tensor']],
] as const)('is shown by transport where it is not: %#', (counterexample, titles) => {
  expect(callsOf({ counterexample }).map(({ title }) => title)).toEqual(
    titles.map((title) => `Counterexample ${title}`),
  );
});

it('is missing for reasons that are told once each', () => {
  expect(whyUnproved({ counterexample: { tensor: none('why'), json: none('why') } })).toBe('why');
  expect(whyUnproved({ counterexample: { tensor: none('a'), json: none('b') } })).toBe('a; b');
  expect(whyUnproved({ counterexample: { tensor: none('a'), json } })).toBeUndefined();
  expect(whyUnproved({})).toBeUndefined();
});

it('is kept of a finding that stands with several baselines', () => {
  const errors = checks.several.findings.filter(({ level }) => level === 'error');
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) expect(callsOf(error)).not.toEqual([]);
});
