import { describe, expect, it } from '@jest/globals';
import { type Approval } from './approval';
import { compare } from './compare';
import { fingerprintOf } from './finding';
import { reportToJson } from './json';
import { parseModel } from './notation/parse-model';
import { judge, refuses } from './report';

const baseline = parseModel('f(x: float32[?,3]) -> (y: float32[?,10])');
const candidate = parseModel('f(x: float32[?,3]) -> (y: float32[?,11])');
const [fingerprint = ''] = compare(baseline, candidate).map(fingerprintOf);

const now = new Date('2030-06-15T12:00:00Z');
const later = new Date('2030-06-15T12:00:01Z');

const approval: Approval = { fingerprint, approver: 'ada', reason: 'a class was added', expiresAt: null };

const judged = (...approvals: readonly Approval[]) => judge(baseline, candidate, {}, { approvals, now });

describe('an approved finding', () => {
  it('stands in the report with who approved it and why, and does not count', () => {
    const report = judged(approval);
    expect(report).toMatchObject({
      verdict: 'compatible',
      counts: { error: 0 },
      approved: { error: 1 },
      findings: [{ rule: 'output-dim-changed', level: 'error', approval }],
      nextVersion: 'major',
    });
    expect(refuses(report)).toBe(false);
  });

  it.each([
    ['expires later', later, false],
    ['expires now', now, true],
  ])('is let pass when the approval %s', (_, expiresAt, refused) => {
    expect(refuses(judged({ ...approval, expiresAt }))).toBe(refused);
  });

  it('holds as long as the approval that holds longest', () => {
    const until = { ...approval, expiresAt: later, reason: 'for now' };
    const over = { ...approval, expiresAt: now, reason: 'over' };
    for (const approvals of [
      [until, over],
      [over, until],
    ]) {
      expect(judged(...approvals).findings).toMatchObject([{ approval: until }]);
    }
    expect(judged(approval, until).findings).toMatchObject([{ approval }]);
  });

  it('is the one with that rule, path, before and after only', () => {
    const twelve = parseModel('f(x: float32[?,3]) -> (y: float32[?,12])');
    const report = judge(baseline, twelve, {}, { approvals: [approval], now });
    expect(report.findings.map((finding) => finding.approval)).toEqual([undefined]);
    expect(refuses(report)).toBe(true);
  });

  it('leaves what is not approved to decide', () => {
    const more = parseModel('f(x: float32[?,4]) -> (y: float32[?,11])');
    const report = judge(baseline, more, {}, { approvals: [approval], now });
    expect(report).toMatchObject({ verdict: 'incompatible', counts: { error: 1 }, approved: { error: 1 } });
  });

  it('has the approval in its JSON', () => {
    const [finding] = reportToJson(judged({ ...approval, expiresAt: later })).findings;
    expect(finding?.approval).toEqual({
      approver: 'ada',
      reason: 'a class was added',
      expires_at: '2030-06-15T12:00:01.000Z',
    });
    const [other] = reportToJson(judged()).findings;
    expect(other).not.toHaveProperty('approval');
  });
});
