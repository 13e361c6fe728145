import { describe, expect, it } from '@jest/globals';
import { reportToJson } from './json';
import { parseModel } from './notation/parse-model';
import { judge, refuses } from './report';
import { type Settings } from './settings';

const baseline = 'f(x: float32[?,3]) -> (y: float32[?,10])';

const report = (candidate: string, settings?: Partial<Settings>) =>
  judge(parseModel(baseline), parseModel(candidate), settings);

const none = { error: 0, warning: 0, info: 0, hidden: 0 };

describe('a report', () => {
  it.each([
    ['nothing changed', baseline, 'compatible', 'compatible'],
    ['something is new', `${baseline}\ng() -> (z: int8[])`, 'compatible', 'compatible'],
    ['a promise is withdrawn', 'f(x: float32[?,3]) -> (y: float32[?,?])', 'undecided', 'incompatible'],
    ['callers break', 'f(x: float32[?,4]) -> (y: float32[?,10])', 'incompatible', 'incompatible'],
    ['callers may or do break', 'f(x: float32[?,4]) -> (y: float32[...])', 'incompatible', 'incompatible'],
  ])('where %s', (_, candidate, verdict, strictVerdict) => {
    expect(report(candidate).verdict).toBe(verdict);
    expect(report(candidate, { unknownShapes: 'strict' }).verdict).toBe(strictVerdict);
  });

  it('is compatible and empty without a baseline', () => {
    const first = judge(undefined, parseModel(baseline));
    expect(first).toEqual({
      verdict: 'compatible',
      mode: 'BACKWARD',
      transports: ['tensor', 'json'],
      findings: [],
      counts: none,
      approved: none,
      renames: [],
      nextVersion: 'patch',
    });
    expect(refuses(first)).toBe(false);
  });

  it('counts its findings by level', () => {
    const { counts } = report('f(x: float32[?,4]) -> (y: float32[?,?])\ng() -> ()');
    expect(counts).toEqual({ error: 1, warning: 1, info: 1, hidden: 0 });
  });

  it.each([
    ['BACKWARD', 'f(x: float32[?,4]) -> (y: float32[?,10])', true],
    ['BACKWARD', 'f(x: float32[?,3]) -> (y: float32[...])', false],
    ['FORWARD', 'f(x: float32[?,?]) -> (y: float32[?,10])', true],
    ['FORWARD', 'f(x: float32[...]) -> (y: float32[?,10])', false],
    ['FULL', 'f(x: float32[?,?]) -> (y: float32[?,10])', true],
    ['BACKWARD_TRANSITIVE', 'f(x: float32[?,4]) -> (y: float32[?,10])', true],
    ['FORWARD_TRANSITIVE', 'f(x: float32[?,?]) -> (y: float32[?,10])', true],
    ['FULL_TRANSITIVE', 'f(x: float32[?,?]) -> (y: float32[?,10])', true],
    ['NONE', 'f(x: float32[?,4]) -> (y: float32[?,10])', false],
  ] as const)('with the mode %s and the candidate %s is refused: %s', (mode, candidate, refused) => {
    expect(refuses(report(candidate, { mode }))).toBe(refused);
  });

  it('has the same findings in the mode NONE', () => {
    const candidate = 'f(x: float32[?,4]) -> (y: float32[?,10])';
    expect(report(candidate, { mode: 'NONE' })).toEqual({ ...report(candidate), mode: 'NONE' });
  });

  it.each([
    ['tensor', ['tensor'], 'compatible'],
    ['json', ['json'], 'incompatible'],
    ['both', ['tensor', 'json'], 'incompatible'],
  ] as const)('speaks for the transport %s', (transport, transports, verdict) => {
    const candidate = 'f(k?: int8[] = 1, x: float32[?,3]) -> (y: float32[?,10])';
    expect(report(candidate, { transport })).toMatchObject({ transports, verdict });
  });

  it('takes the level that the settings give to a rule, hidden too', () => {
    const candidate = 'f(x: float32[?,4]) -> (y: float32[?,?])';
    const severities = { 'input-dim-changed': 'hidden', 'output-dim-relaxed': 'info' } as const;
    const { verdict, counts, nextVersion } = report(candidate, { severities, unknownShapes: 'strict' });
    expect({ verdict, counts, nextVersion }).toEqual({
      verdict: 'compatible',
      counts: { error: 0, warning: 0, info: 1, hidden: 1 },
      nextVersion: 'minor',
    });
  });

  it.each([
    ['patch', 'nothing', baseline],
    ['minor', 'a signature', `${baseline}\ng() -> ()`],
    ['minor', 'a promise that may be withdrawn', 'f(x: float32[?,3]) -> (y: float32[?,?])'],
    ['major', 'a break', 'f(x: float32[?,4]) -> (y: float32[?,10])'],
  ])('suggests the next %s version for %s, whatever the mode', (nextVersion, _, candidate) => {
    for (const mode of ['BACKWARD', 'FORWARD', 'NONE'] as const) {
      expect(report(candidate, { mode }).nextVersion).toBe(nextVersion);
    }
  });

  it('advises what seems to have another name, where there is one way to see it', () => {
    const before = `
      a(k: int8[2], x: int8[]) -> (y: int8[3])
      b() -> (z: int8[])`;
    const after = `
      a(l: int8[2], x: int8[]) -> (o: int8[3], p: int8[3])
      c() -> (z: int8[])`;
    expect(judge(parseModel(before), parseModel(after)).renames).toEqual([
      { subject: 'input', path: '/serve/a/inputs/k', from: 'k', to: 'l' },
      { subject: 'signature', path: '/serve/b', from: 'b', to: 'c' },
    ]);
  });

  it('is JSON in snake_case', () => {
    const error = { tensor: 'error', json: 'error' };
    const info = { tensor: 'info', json: 'info' };
    expect(reportToJson(report('g(a: int8[]) -> (z: int8[])'))).toEqual({
      verdict: 'incompatible',
      mode: 'BACKWARD',
      transports: ['tensor', 'json'],
      counts: { error: 1, warning: 0, info: 1, hidden: 0 },
      approved: none,
      next_version: 'major',
      renames: [],
      findings: [
        {
          rule: 'signature-removed',
          level: 'error',
          levels: { backward: error, forward: info },
          path: '/serve/f',
          tag_set: ['serve'],
          signature_key: 'f',
          before: baseline,
          after: null,
          message: 'Signature f is gone.',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        expect.objectContaining({
          rule: 'signature-added',
          levels: { backward: info, forward: error },
          before: null,
          after: 'g(a: int8[]) -> (z: int8[])',
        }),
      ],
    });
  });

  it('has null for what a finding on the whole model does not have', () => {
    const [finding] = reportToJson(report(`format: onnx\n${baseline}`)).findings;
    expect(finding).toMatchObject({ path: '', tag_set: null, signature_key: null });
  });
});
