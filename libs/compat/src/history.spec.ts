import { describe, expect, it } from '@jest/globals';
import { type Approval } from './approval';
import { fingerprintOf } from './finding';
import { judgeAll, type Predecessor } from './history';
import { historyReportToJson } from './json';
import { parseModel } from './notation/parse-model';
import { refuses } from './report';

const published = (...models: readonly string[]): Predecessor[] =>
  models.map((text, i) => ({ version: i + 1, signatures: parseModel(text) }));

/** The shape got lost in version 2, so that no step from one to the next is a break. */
const texts = [
  'f(x: float32[?,3]) -> (y: float32[?])',
  'f(x: float32[...]) -> (y: float32[?])',
  'f(x: float32[...]) -> (y: float32[?])',
];
const versions = published(...texts);
const candidate = parseModel('f(x: float32[?,4]) -> (y: float32[?])');

describe('judging against several versions', () => {
  it('names every version that the candidate breaks, with all that is found', () => {
    const older = published('f(x: float32[?,2]) -> (y: float32[?], z: int8[?])', ...texts);
    const report = judgeAll(older, candidate, { mode: 'BACKWARD_TRANSITIVE' });
    expect(report.verdict).toBe('incompatible');
    expect(report.offending).toEqual([1, 2]);
    expect(
      report.reports.map(({ version, report: { findings } }) => [
        version,
        findings.map(({ level, rule }) => `${level} ${rule}`),
      ]),
    ).toEqual([
      [1, ['error input-dim-changed', 'error output-removed']],
      [2, ['error input-dim-changed']],
      [3, ['warning input-rank-restricted']],
      [4, ['warning input-rank-restricted']],
    ]);
    expect(refuses(report)).toBe(true);
  });

  it('counts once what is found against several versions', () => {
    expect(judgeAll(versions, candidate).counts).toEqual({ error: 1, warning: 1, info: 0, hidden: 0 });
  });

  it('compares versions that no caller can tell apart once', () => {
    const [, second, third] = judgeAll(versions, candidate).reports;
    expect(third?.report).toBe(second?.report);
  });

  it('tells versions apart by method name, key, tag set and format', () => {
    const different = published(
      'f() -> ()',
      'f() -> () as other',
      'g() -> ()',
      '{gpu}\nf() -> ()',
      'format: onnx\nf() -> ()',
    );
    const { reports } = judgeAll(different, candidate);
    expect(new Set(reports.map(({ report }) => report)).size).toBe(different.length);
  });

  it('is compatible with none, and with itself', () => {
    expect(judgeAll([], candidate)).toMatchObject({ verdict: 'compatible', offending: [], reports: [] });
    const [same] = judgeAll([{ version: 7, signatures: structuredClone(candidate) }], candidate).reports;
    expect(same).toMatchObject({ version: 7, report: { verdict: 'compatible', findings: [] } });
  });

  it('lets an approved finding pass wherever it is found', () => {
    const [first] = judgeAll(versions, candidate).reports;
    const approvals = (first?.report.findings ?? []).map((finding): Approval => ({
      fingerprint: fingerprintOf(finding),
      approver: 'ada',
      reason: 'agreed',
      expiresAt: null,
    }));
    const report = judgeAll(versions, candidate, {}, { approvals, now: new Date() });
    expect(report).toMatchObject({ verdict: 'undecided', offending: [], approved: { error: 1 } });
    expect(refuses(report)).toBe(false);
  });

  it('counts a finding with the most serious level that it has against a version', () => {
    const older = published('f(x: int8[?]) -> (a: int8[?])', 'f(x: int8[?]) -> (a: int8[?], b: int8[?])');
    const next = parseModel('f(x: int8[?]) -> (a: int8[?], b: int8[?], c: int8[?])');
    for (const predecessors of [older, [...older].reverse()]) {
      expect(judgeAll(predecessors, next).counts).toEqual({ error: 2, warning: 0, info: 0, hidden: 0 });
    }
  });

  it('is JSON in snake_case, a report a version', () => {
    expect(historyReportToJson(judgeAll(versions, candidate, { mode: 'FULL_TRANSITIVE' }))).toMatchObject({
      verdict: 'incompatible',
      mode: 'FULL_TRANSITIVE',
      transports: ['tensor', 'json'],
      offending: [1],
      reports: [
        { baseline_version: 1, verdict: 'incompatible', findings: [{ rule: 'input-dim-changed' }] },
        { baseline_version: 2, verdict: 'undecided' },
        { baseline_version: 3, verdict: 'undecided' },
      ],
    });
  });
});
