import { describe, expect, it } from '@jest/globals';
import { type Approvals, judgeAll, type Mode, noCounterexamples, parseModel } from '@sigcat/compat';
import { report } from './compatibility';
import { reportAnswer } from './reports';

const versions = [
  'f(x: float32[?,3]) -> (y: float32[?])',
  'f(x: float32[?,3]) -> (y: float32[?])\n g() -> ()',
  'f(x: float32[?,4]) -> (y: float32[?])',
].map((notation, i) => ({ version: i + 1, signatures: parseModel(notation) }));

const candidate = parseModel('f(x: float32[?,4]) -> (y: float32[?])');

const historyOf = (mode: Mode, approvals?: Approvals): ReturnType<typeof judgeAll> =>
  judgeAll(versions, candidate, { mode }, approvals);

describe('a report on several versions', () => {
  it('has each finding once, the most serious first, with all versions that it was found against', () => {
    const answer = reportAnswer(historyOf('BACKWARD_TRANSITIVE'), noCounterexamples, {
      candidate: 4,
      baseline: 3,
    });
    expect(answer).toMatchObject({
      verdict: 'incompatible',
      baseline_version: 3,
      candidate_version: 4,
      compared_with: [1, 2, 3],
      offending: [1, 2],
      counts: { error: 2, warning: 0, info: 0, hidden: 0 },
      next_version: 'patch',
      renames: [],
    });
    const found = answer.findings.map(({ rule, against }) => ({ rule, against }));
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ rule: 'input-dim-changed', against: [1, 2] });
    expect(found).toContainEqual({ rule: 'signature-removed', against: [2] });
    expect(report.parse(answer)).toEqual(answer);
  });

  it('has as many findings as are counted', () => {
    for (const mode of ['BACKWARD_TRANSITIVE', 'FULL_TRANSITIVE', 'NONE'] as const) {
      const answer = reportAnswer(historyOf(mode), noCounterexamples, { candidate: 4, baseline: 3 });
      const levels = answer.findings.map(({ level }) => level);
      for (const level of ['error', 'warning', 'info', 'hidden'] as const) {
        expect(levels.filter((one) => one === level)).toHaveLength(answer.counts[level]);
      }
      expect(levels).toEqual([...levels].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    }
  });
  const order = ['error', 'warning', 'info', 'hidden'];

  it('says what changes against the baseline, and marks what is approved', () => {
    const [breaking] = reportAnswer(historyOf('BACKWARD'), noCounterexamples, {
      candidate: 4,
      baseline: 1,
    }).findings;
    const approval = {
      fingerprint: breaking?.fingerprint ?? '',
      approver: 'ada',
      reason: 'agreed',
      expiresAt: null,
    };
    const approved = historyOf('BACKWARD', { approvals: [approval], now: new Date() });
    expect(reportAnswer(approved, noCounterexamples, { candidate: 4, baseline: 1 })).toMatchObject({
      approved: { error: 1 },
      offending: expect.not.arrayContaining([1]),
      next_version: 'major',
    });
  });

  it('has nothing to say where there is no version', () => {
    const answer = reportAnswer(judgeAll([], candidate), noCounterexamples, { candidate: 1, baseline: null });
    expect(answer).toMatchObject({
      verdict: 'compatible',
      baseline_version: null,
      compared_with: [],
      offending: [],
      next_version: null,
      findings: [],
    });
  });
});
