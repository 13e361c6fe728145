import { expect, it } from '@jest/globals';
import { checks } from '../testing/checks';
import { type Judgement } from './check';
import { reasonText } from './reason';
import { againstText, subjectText } from './wording';

const { several, breaking } = checks;

it('speaks of the callers of those versions alone that can break', () => {
  const [open, excused] = several.findings;
  if (!open || !excused) throw new Error('there are not two findings');
  const approval = { approver: 'ada', reason: 'so', expires_at: null };
  const judgement: Judgement = {
    ...several,
    mode: 'BACKWARD',
    counts: { error: 1, warning: 0, info: 0, hidden: 0 },
    findings: [
      { ...open, against: ['fraud@2'] },
      { ...excused, against: ['fraud@1'], approval },
    ],
  };
  expect(reasonText(judgement)).toBe(
    'Callers of fraud@2 can break: Axis 1 of input x takes the size 4, was 3.',
  );
});

it('does not call the same what differs in something hidden', () => {
  const counts = { error: 0, warning: 0, info: 0, hidden: 1 };
  const judgement = { ...breaking, verdict: 'compatible' as const, findings: [], counts };
  expect(reasonText(judgement)).toBe('Every call that worked before still works.');
});

it.each([
  [1, 'export/5 against fraud@1'],
  [2, 'export/5 against fraud@1 and fraud@2'],
  [4, 'export/5 against fraud@1, fraud@2, fraud@3 and fraud@4'],
  [9, 'export/5 against fraud@1, fraud@2, fraud@3 and 6 more'],
])('lists %d versions: %s', (count, expected) => {
  const names = Array.from({ length: count }, (_, index) => `fraud@${index + 1}`);
  const judged = { ...several, baselines: { names, model: 'fraud' } };
  expect(subjectText(judged)).toBe(expected);
  const [finding] = judged.findings;
  expect(finding && againstText({ ...finding, against: names }, judged)).toBeUndefined();
});
