import { expect, it } from '@jest/globals';
import { merged, type ReportedFinding, shown } from './check';

type Level = ReportedFinding['level'];

const finding = (fingerprint: string, level: Level, isApproved = false): ReportedFinding => ({
  rule: 'input-added',
  level,
  path: '/serve/f/inputs/x',
  tag_set: ['serve'],
  signature_key: 'f',
  before: null,
  after: 'x: int64[]',
  message: 'Required input x is new.',
  fingerprint,
  ...(isApproved && { approval: { approver: 'ada', reason: 'so', expires_at: null } }),
});

it('shows the most serious first, what is approved after what is not, and nothing that is hidden', () => {
  const findings = [
    finding('a', 'info'),
    finding('b', 'hidden'),
    finding('c', 'error', true),
    finding('d', 'warning'),
    finding('e', 'error'),
  ];
  expect(shown(findings).map(({ fingerprint }) => fingerprint)).toEqual(['e', 'c', 'd', 'a']);
});

it.each<[Level, Level]>([
  ['info', 'error'],
  ['error', 'info'],
])('takes what is %s against one baseline and %s against another for the more serious', (first, second) => {
  const reports = [
    { baseline: 'fraud@1', findings: [finding('a', first)] },
    { baseline: 'fraud@2', findings: [finding('a', second), finding('b', 'info')] },
  ];
  expect(merged(reports).map(({ fingerprint, level, against }) => ({ fingerprint, level, against }))).toEqual(
    [
      { fingerprint: 'a', level: 'error', against: ['fraud@1', 'fraud@2'] },
      { fingerprint: 'b', level: 'info', against: ['fraud@2'] },
    ],
  );
});
