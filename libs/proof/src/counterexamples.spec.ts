import { describe, expect, it } from '@jest/globals';
import {
  type CounterexampleJson,
  type FindingJson,
  historyReportToJson,
  judge,
  judgeAll,
  parseModel,
  reportToJson,
  type Settings,
} from '@sigcat/compat';
import { type JsonRequest, serverAccepts, type TensorRequest } from '@sigcat/serving-model';
import fc from 'fast-check';
import { counterexamplesOf, counterexamplesOfAll } from './counterexamples';
import { defaultProofLimits, type ProofLimits } from './limits';
import { anyPair, anyPairOfOne } from './testing/pairs';
import { readInferenceRequest, readRestRequest } from './testing/read-bodies';

const classify = (more: string) =>
  `f(inputs: string[?]) -> (scores: float32[?,2]${more}) as tensorflow/serving/classify`;

function errorsOf(
  before: string,
  after: string,
  settings: Partial<Settings> = {},
  limits: Partial<ProofLimits> = {},
): FindingJson[] {
  const [baseline, candidate] = [parseModel(before), parseModel(after)];
  const report = judge(baseline, candidate, settings);
  const all = { ...defaultProofLimits, ...limits };
  const counterexamples = counterexamplesOf(report, baseline, candidate, settings, all);
  return reportToJson(report, counterexamples).findings.filter(({ level }) => level === 'error');
}

/** What a counterexample shows over a transport, or why it shows nothing. */
function shown(counterexample: CounterexampleJson | undefined, transport: keyof CounterexampleJson): string {
  const call = counterexample?.[transport];
  if (call === undefined) return 'not looked for';
  return 'none' in call ? `none, ${call.none}` : `${call.notation}${call.alone ? ' alone' : ''}`;
}

function provedBy(before: string, after: string, settings: Partial<Settings> = {}): string[] {
  return errorsOf(before, after, settings).map(({ rule, counterexample }) => {
    const [tensor, json] = [shown(counterexample, 'tensor'), shown(counterexample, 'json')];
    return `${rule}: ${settings.transport !== 'tensor' && tensor.startsWith('none') ? json : tensor}`;
  });
}

describe('a counterexample', () => {
  it('has the notation and the body of a call over each transport', () => {
    const [error] = errorsOf('f(a: float32[?,3]) -> (y: int8[?])', 'f(a: float32[?,2]) -> (y: int8[?])');
    const head = { direction: 'backward', kind: 'request', alone: false, notation: 'f(a: float32[1,3])' };
    expect(error?.counterexample).toEqual({
      tensor: {
        ...head,
        oip: {
          text: '{"inputs":[{"name":"a","shape":[1,3],"datatype":"FP32","data":[0.0,0.0,0.0]}]}',
          abbreviated: false,
        },
      },
      json: {
        ...head,
        rest: { text: '{"signature_name":"f","instances":[[0,0,0]]}', abbreviated: false },
      },
    });
  });

  it('is of a caller of the candidate, where the error is one of going back', () => {
    const change = ['f(a: float32[?,3]) -> (y: int8[?])', 'f(a: float32[?]) -> (y: int8[?])'] as const;
    const [error] = errorsOf(...change, { mode: 'FORWARD' });
    expect(error?.counterexample?.tensor).toMatchObject({
      direction: 'forward',
      notation: 'f(a: float32[1])',
    });
  });

  it('says where a call has no body', () => {
    const body = (before: string, after: string) => {
      const [error] = errorsOf(before, after, { transport: 'tensor' });
      return error?.counterexample?.tensor;
    };
    expect(body('f(a: complex64[]) -> (y: int8[])', 'f() -> (y: int8[])')).toMatchObject({
      oip: { none: 'the Open Inference Protocol has no datatype for one of its tensors' },
    });
    expect(body(classify(''), classify(', y: int8[?], z: int8[?]'))).toMatchObject({
      oip: { none: 'the Open Inference Protocol has no classify and regress' },
    });
    const [error] = errorsOf('f(a: int8[?]) -> (y: int8[?])', 'f(a: int8[?]) -> (y: float16[?])');
    expect(error?.counterexample?.json).toMatchObject({
      notation: 'f(a: int8[1]) -> error: JSON cannot carry the dtype of output y',
      rest: { none: 'an error in place of an answer has words of its own' },
    });
  });

  it('says where callers over a transport are not asked about, or not broken', () => {
    const change = ['f(a: int32[]) -> (y: int8[])', 'f(a: int64[]) -> (y: int8[])'] as const;
    const json = (settings: Partial<Settings>) => errorsOf(...change, settings)[0]?.counterexample?.json;
    expect(json({})).toEqual({ none: 'what is found is no error to callers over json' });
    expect(json({ transport: 'tensor' })).toEqual({ none: 'nobody asks about callers over json' });
  });

  it.each([
    ['a key that went', 'f() -> (y: int8[])', 'g() -> (y: bool[])', {}, ['signature-removed: f()']],
    [
      'a key that changed, going back',
      'f() -> (y: int8[])',
      'g() -> (y: int8[])',
      { mode: 'FORWARD' },
      ['signature-renamed: g()'],
    ],
    [
      'an API that is lost',
      classify(''),
      classify(', y: int8[?], z: int8[?]'),
      { transport: 'tensor' },
      ['classify-api-lost: classify f(inputs: string[1])'],
    ],
    [
      'an input that is refused',
      'f(a: int8[], b: int8[]) -> (y: int8[])',
      'f(a: int8[]) -> (y: int8[])',
      {},
      ['input-removed: f(a: int8[], b: int8[])'],
    ],
    [
      'an answer',
      'f(a: int8[?]) -> (y: int8[?,10])',
      'f(a: int8[?]) -> (y: int8[?,11])',
      {},
      ['output-dim-changed: f(a: int8[1]) -> (y: int8[1,11])'],
    ],
    [
      'two changes of outputs, each by an answer',
      'f(a: int8[]) -> (y: int8[], z: int8[2])',
      'f(a: int8[]) -> (y: bool[], z: int8[3])',
      {},
      [
        'output-dtype-changed: f(a: int8[]) -> (y: bool[], z: int8[3])',
        'output-dim-changed: f(a: int8[]) -> (y: bool[], z: int8[3])',
      ],
    ],
    [
      'two changes of inputs, each by a request',
      'f(a: int8[2], b: int8[]) -> (y: int8[])',
      'f(a: int8[3], b: bool[]) -> (y: int8[])',
      {},
      ['input-dim-changed: f(a: int8[2], b: int8[])', 'input-dtype-changed: f(a: int8[2], b: int8[])'],
    ],
    [
      'an answer as if nothing else had changed, where no request gets as far',
      'f(a: int8[2]) -> (y: int8[2])',
      'f(a: int8[3]) -> (y: int8[3])',
      { transport: 'tensor' },
      ['input-dim-changed: f(a: int8[2])', 'output-dim-changed: f(a: int8[2]) -> (y: int8[3]) alone'],
    ],
    [
      'a runtime that changes',
      'f(a: int8[2]) -> (y: int8[2])',
      'format: onnx\nf(a: int8[2]) -> (y: int8[2])',
      { transport: 'tensor' },
      ['format-changed: none, it is the runtime that changes, and signatures do not tell of runtimes'],
    ],
    [
      'what was asked to be an error',
      'f(a: int8[2]) -> (y: int8[])',
      'f(a: int8[?]) -> (y: int8[])',
      { severities: { 'input-dim-relaxed': 'error' } },
      ['input-dim-relaxed: none, what is found is no error to callers over json'],
    ],
  ] as const)('shows %s', (_, before, after, settings, proofs) => {
    expect(provedBy(before, after, settings)).toEqual(proofs);
  });

  describe('is sought within limits', () => {
    const inputs = (dtype: string) =>
      `f(${Array.from({ length: 30 }, (_, i) => `a${i}: ${dtype}[]`).join(', ')}) -> (y: int8[])`;
    const withNone = (limits: Partial<ProofLimits>, none: string) =>
      errorsOf(inputs('int8'), inputs('bool'), {}, limits).map(({ counterexample }) => {
        expect(counterexample).toBeDefined();
        return [counterexample?.tensor, counterexample?.json].every(
          (call) => call !== undefined && 'none' in call && call.none === none,
        );
      });

    it('of how many errors are proved', () => {
      const without = withNone({ maxCounterexamples: 7 }, 'only so many errors are proved at a time: 7');
      expect(without.indexOf(true)).toBe(7);
      expect(without.filter((is) => is)).toHaveLength(30 - 7);
    });

    it('of how much work that takes', () => {
      const none = 'none was found before the work allowed for it was done';
      const without = (maxProofWork: number) => withNone({ maxProofWork, maxCounterexamples: 30 }, none);
      expect(without(10)).not.toContain(false);
      const some = without(3_000).indexOf(true);
      expect(some).toBeGreaterThan(0);
      expect(some).toBeLessThan(30);
      expect(without(defaultProofLimits.maxProofWork)).not.toContain(true);
    });

    it('of how long calls and bodies are', () => {
      const none = 'it is longer than 100 characters';
      const limits = { maxCounterexampleChars: 100, maxCounterexamples: 30 };
      expect(withNone(limits, none)).not.toContain(false);
      const change = ['f(a: int8[8]) -> (y: int8[8])', 'f(a: bool[8]) -> (y: int8[8])'] as const;
      const [error] = errorsOf(...change, {}, { maxCounterexampleChars: 30 });
      expect(error?.counterexample).toMatchObject({
        tensor: { notation: 'f(a: int8[8])', oip: { none: 'it is longer than 30 characters' } },
      });
    });

    it('however large a signature is', () => {
      const names = Array.from({ length: 2_000 }, (_, i) => `x${i}?: float32[${'?,'.repeat(20)}?]`).join(
        ', ',
      );
      const [error] = errorsOf(
        `f(${names}, z: int8[]) -> (y: int8[])`,
        `f(${names}, z: bool[]) -> (y: int8[])`,
      );
      expect(error?.counterexample?.tensor).toHaveProperty('none');
    });
  });

  it('stands with one of several versions, to which the others refer', () => {
    const versions = ['f(x: float32[?,3])', 'f(x: float32[?,3], k?: int64[])', 'f(x: float32[?,4])'];
    const predecessors = versions.map((inputs, i) => ({
      version: i + 1,
      signatures: parseModel(`${inputs} -> (y: float32[?])`),
    }));
    const candidate = parseModel('f(x: float32[?,4]) -> (y: float32[?])');
    const history = judgeAll(predecessors, candidate, { transport: 'tensor' });
    const { reports } = historyReportToJson(
      history,
      counterexamplesOfAll(history, predecessors, candidate, { transport: 'tensor' }),
    );
    const told = reports.map(({ findings }) =>
      findings.map(({ rule, counterexample }) => `${rule}: ${shown(counterexample, 'tensor')}`),
    );
    expect(told).toEqual([
      ['input-dim-changed: none, it stands with the same finding against version 2'],
      ['input-removed: f(k: int64[], x: float32[1,3])', 'input-dim-changed: f(x: float32[1,3])'],
      [],
    ]);
  });

  it('stands with every error, or why there is none, and with nothing else', () => {
    const seen = { proved: 0, unproved: 0 };
    fc.assert(
      fc.property(anyPair, ([baseline, candidate]) => {
        const settings = { mode: 'FULL' } as const;
        const report = judge(baseline, candidate, settings);
        const counterexamples = counterexamplesOf(report, baseline, candidate, settings);
        for (const { level, counterexample } of reportToJson(report, counterexamples).findings) {
          expect(counterexample !== undefined).toBe(level === 'error');
          if (counterexample === undefined) continue;
          const isProved = Object.values(counterexample).some((call) => !('none' in call));
          seen[isProved ? 'proved' : 'unproved']++;
        }
      }),
      { numRuns: 500 },
    );
    expect(seen.proved).toBeGreaterThan(3 * seen.unproved);
  });

  it('has bodies that servers read as the call, take before and refuse after', () => {
    const seen = { tensor: 0, json: 0 };
    const settings = { extraInputs: 'reject', mode: 'BACKWARD' } as const;
    fc.assert(
      fc.property(anyPairOfOne, ([baseline, candidate]) => {
        const report = judge(baseline, candidate, settings);
        const rulings = (request: TensorRequest | JsonRequest): boolean[] =>
          [baseline, candidate].map((model) => serverAccepts(model, request, settings).ok);
        for (const { tensor, json } of counterexamplesOf(report, baseline, candidate, settings).values()) {
          if ('oip' in tensor && tensor.kind === 'request' && !tensor.alone && 'text' in tensor.oip) {
            expect(rulings(readInferenceRequest(tensor.oip.text))).toEqual([true, false]);
            seen.tensor++;
          }
          if ('rest' in json && json.kind === 'request' && !json.alone && 'text' in json.rest) {
            const request = readRestRequest(json.rest.text);
            if (request === undefined || json.rest.abbreviated) continue;
            expect(rulings(request)).toEqual([true, false]);
            seen.json++;
          }
        }
      }),
      // Some twenty-five of each five hundred pairs have a body of JSON.
      { numRuns: 1_500 },
    );
    expect(seen.tensor).toBeGreaterThan(60);
    expect(seen.json).toBeGreaterThan(20);
  });

  it('stands with an error that is alone, where calls break at all', () => {
    let alone = 0;
    fc.assert(
      fc.property(anyPair, ([baseline, candidate]) => {
        const settings = { transport: 'tensor', unknownShapes: 'strict' } as const;
        const report = judge(baseline, candidate, settings);
        if (report.counts.error !== 1 || report.counts.warning > 0) return;
        const counterexamples = counterexamplesOf(report, baseline, candidate, settings);
        const [error] = reportToJson(report, counterexamples).findings;
        expect(error?.counterexample?.tensor).toHaveProperty('notation');
        alone++;
      }),
      { numRuns: 1_000 },
    );
    expect(alone).toBeGreaterThan(100);
  });
});
