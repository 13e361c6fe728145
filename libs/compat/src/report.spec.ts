import { describe, expect, it } from '@jest/globals';
import { reportToJson } from './json';
import { parseModel } from './notation/parse-model';
import { judge, refuses } from './report';
import { type Settings } from './settings';

const baseline = 'f(x: float32[?,3]) -> (y: float32[?,10])';

const report = (candidate: string, settings?: Partial<Settings>) =>
  judge(parseModel(baseline), parseModel(candidate), settings);

describe('a report', () => {
  it.each([
    ['nothing changed', baseline, 'compatible', 'compatible'],
    ['something is new', 'f(x: float32[?,3]) -> (y: float32[?,10], z: int8[])', 'compatible', 'compatible'],
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
      transports: ['tensor'],
      findings: [],
      counts: { error: 0, warning: 0, info: 0, hidden: 0 },
    });
    expect(refuses(first)).toBe(false);
  });

  it('counts its findings by level', () => {
    const { counts } = report('f(k?: int8[], x: float32[?,4]) -> (y: float32[?,?])');
    expect(counts).toEqual({ error: 1, warning: 1, info: 1, hidden: 0 });
  });

  it.each([
    ['BACKWARD', 'f(x: float32[?,4]) -> (y: float32[?,10])', true],
    ['BACKWARD', 'f(x: float32[?,3]) -> (y: float32[...])', false],
    ['NONE', 'f(x: float32[?,4]) -> (y: float32[?,10])', false],
  ] as const)('with the mode %s and the candidate %s is refused: %s', (mode, candidate, refused) => {
    expect(refuses(report(candidate, { mode }))).toBe(refused);
  });

  it('has the same findings in the mode NONE', () => {
    const candidate = 'f(x: float32[?,4]) -> (y: float32[?,10])';
    expect(report(candidate, { mode: 'NONE' })).toEqual({ ...report(candidate), mode: 'NONE' });
  });

  it('is JSON in snake_case', () => {
    expect(reportToJson(report('g(a: int8[]) -> ()'))).toEqual({
      verdict: 'incompatible',
      mode: 'BACKWARD',
      transports: ['tensor'],
      counts: { error: 1, warning: 0, info: 1, hidden: 0 },
      findings: [
        {
          rule: 'signature-removed',
          level: 'error',
          path: '/serve/f',
          tag_set: ['serve'],
          signature_key: 'f',
          before: baseline,
          after: null,
          message: 'Signature f is gone.',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        expect.objectContaining({ rule: 'signature-added', before: null, after: 'g(a: int8[]) -> ()' }),
      ],
    });
  });

  it('has null for what a finding on the whole model does not have', () => {
    const [finding] = reportToJson(report(`format: onnx\n${baseline}`)).findings;
    expect(finding).toMatchObject({ path: '', tag_set: null, signature_key: null });
  });
});
