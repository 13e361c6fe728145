import { describe, expect, it } from '@jest/globals';
import { dense, type ModelSignatures, sparse } from '@sigcat/core';
import fc from 'fast-check';
import {
  brokenCalls,
  callerCopes,
  defaultServing,
  findBrokenCall,
  serverAccepts,
  serverMayAnswer,
  type ServingSettings,
  type Transport,
} from '../index';
import { anyModelPair, anyPair, type Vocabulary } from '../testing/arbitraries';
import { breaksSomeCall } from '../testing/every-call';
import { model, modelOf, modelWith } from '../testing/models';
import { tensorRequest } from '../testing/requests';

const tensors: Vocabulary = {
  inputs: ['a', 'b'],
  outputs: ['y', 'z'],
  dtypes: ['float32', 'string', 'unspecified'],
  encodings: [dense, dense, dense, sparse],
  maxRank: 2,
  least: 0,
};
const shapes: Vocabulary = { ...tensors, dtypes: ['bool'], encodings: [dense], least: 1 };
const scalars: Vocabulary = {
  inputs: ['a'],
  outputs: ['y', 'y_bytes'],
  dtypes: ['float32', 'string', 'float32', 'string', 'float16', 'unspecified'],
  encodings: [dense],
  maxRank: 1,
  least: 1,
};
const numbers: Vocabulary = {
  ...scalars,
  inputs: ['a', 'b'],
  outputs: ['y'],
  dtypes: ['int32', 'int64', 'float32'],
  maxRank: 1,
};

/** How a call breaks: `request wrong-size x 0`. */
function brokenBy(
  before: ModelSignatures,
  after: ModelSignatures,
  transport: Transport,
  settings = defaultServing,
): string {
  const call = findBrokenCall(before, after, transport, settings);
  if (call === undefined) return 'nothing';
  const { reason, tensor, axis } = call.objection;
  return [call.kind, reason, tensor, axis].filter((part) => part !== undefined).join(' ');
}

describe('the search for a broken call', () => {
  /* The changes are those of the domain's rules, sections 2 to 4; comments say where the model knows more. */
  it.each([
    ['a removed key', 'f() -> (y: int8[])', 'g() -> (y: int8[])', 'request no-such-signature', 'nothing'],
    ['an added key', 'f(x: int8[]) -> ()', ['f(x: int8[]) -> ()', 'g() -> ()'], 'nothing', 'nothing'],
    [
      'classify-api-lost',
      classify(''),
      classify(', y: int8[?]'),
      'request no-such-api',
      'request no-such-api',
    ],
    [
      'a missing input',
      'f(a: int8[?])',
      'f(a: int8[?], b: int8[?])',
      'request missing-input b',
      'request names-needed',
    ],
    // Safe over tensors, not over JSON, which knows no defaults.
    [
      'input-added-with-default',
      'f(a: int8[?])',
      'f(a: int8[?], b?: int8[?])',
      'nothing',
      'request names-needed',
    ],
    [
      'input-removed',
      'f(a: int8[?], b: int8[?])',
      'f(a: int8[?])',
      'request unknown-input b',
      'request unknown-input b',
    ],
    // Columns ignore what is not known, and scalars can only be sent in columns.
    ['a removed scalar', 'f(a: int8[], b: int8[])', 'f(a: int8[])', 'request unknown-input b', 'nothing'],
    ['input-renamed', 'f(a: int8[?])', 'f(b: int8[?])', 'request unknown-input a', 'request unknown-input a'],
    ['input-became-required', 'f(a?: int8[])', 'f(a: int8[])', 'request missing-input a', 'nothing'],
    ['input-became-optional', 'f(a: int8[])', 'f(a?: int8[])', 'nothing', 'nothing'],
    [
      'input-dtype-changed',
      'f(a: string[])',
      'f(a: int8[])',
      'request wrong-dtype a',
      'request wrong-dtype a',
    ],
    ['input-dtype-widened', 'f(a: int32[])', 'f(a: int64[])', 'request wrong-dtype a', 'nothing'],
    [
      'input-dtype-narrowed',
      'f(a: int64[])',
      'f(a: int32[])',
      'request wrong-dtype a',
      'request out-of-range a',
    ],
    [
      'a narrowed float',
      'f(a: float64[])',
      'f(a: float32[])',
      'request wrong-dtype a',
      'request out-of-range a',
    ],
    // JSON's whole numbers are numbers of a float that has them all.
    ['whole numbers to floats', 'f(a: int32[])', 'f(a: float64[])', 'request wrong-dtype a', 'nothing'],
    [
      'input-dtype-not-json',
      'f(a: int8[])',
      'f(a: float16[])',
      'request wrong-dtype a',
      'request not-json a',
    ],
    ['a dtype that never was in JSON', 'f(a: float16[])', 'f(a: int8[])', 'request wrong-dtype a', 'nothing'],
    [
      'input-dtype-restricted',
      'f(a: unspecified[])',
      'f(a: int8[])',
      'request wrong-dtype a',
      'request wrong-dtype a',
    ],
    [
      'input-rank-changed',
      'f(a: int8[?])',
      'f(a: int8[?,1])',
      'request wrong-rank a',
      'request wrong-rank a',
    ],
    ['input-rank-relaxed', 'f(a: int8[?])', 'f(a: int8[...])', 'nothing', 'nothing'],
    [
      'input-rank-restricted',
      'f(a: int8[...])',
      'f(a: int8[?])',
      'request wrong-rank a',
      'request wrong-rank a',
    ],
    ['input-dim-relaxed', 'f(a: int8[2,3])', 'f(a: int8[2,?])', 'nothing', 'nothing'],
    [
      'input-dim-restricted',
      'f(a: int8[?,?])',
      'f(a: int8[?,3])',
      'request wrong-size a 1',
      'request wrong-size a 1',
    ],
    [
      'input-batch-dim-fixed',
      'f(a: int8[?,3])',
      'f(a: int8[1,3])',
      'request wrong-size a 0',
      'request wrong-size a 0',
    ],
    [
      '0 is a real size',
      'f(a: int8[1,0])',
      'f(a: int8[1,1])',
      'request wrong-size a 1',
      'request wrong-size a 1',
    ],
    [
      'input-encoding-changed',
      'f(a: int8[?])',
      'f(a: sparse int8[?])',
      'request wrong-encoding a',
      'request wrong-encoding a',
    ],
    [
      'dim-equality-added',
      'f(a: int8[?,?])',
      'f(a: int8[N,N])',
      'request unequal-sizes a 1',
      'request unequal-sizes a 1',
    ],
    ['dim-equality-removed', 'f(a: int8[N,N])', 'f(a: int8[?,?])', 'nothing', 'nothing'],
    ['a renamed symbol', 'f(a: int8[N,N])', 'f(a: int8[M,M])', 'nothing', 'nothing'],
    // One output is printed as bare values, several as objects.
    [
      'output-added to one',
      'f(a: int8[?]) -> (y: int8[?])',
      'f(a: int8[?]) -> (y: int8[?], z: int8[?])',
      'nothing',
      'answer names-unexpected',
    ],
    ['output-added to two', yz(''), yz(', x: int8[?]'), 'nothing', 'nothing'],
    ['output-unbatched-added', yz(''), yz(', x: int8[]'), 'nothing', 'answer output-without-rows x'],
    ['output-unbatched-added, fixed', yz(''), yz(', x: int8[1]'), 'nothing', 'answer rows-differ'],
    [
      'an added output that JSON has not',
      yz(''),
      yz(', x: float16[?]'),
      'nothing',
      'answer output-not-json x',
    ],
    ['output-removed', yz(', x: int8[?]'), yz(''), 'answer missing-output x', 'answer missing-output x'],
    ['output-removed but one', yz(''), y('int8[?]'), 'answer missing-output z', 'answer names-expected'],
    // The name of a single output is not seen in JSON.
    [
      'output-renamed',
      y('int8[?]'),
      yz('').replace('y: int8[?], ', ''),
      'answer missing-output y',
      'nothing',
    ],
    [
      'output-bytes-suffix-changed',
      y('string[?]'),
      y('string[?]').replace('y:', 'y_bytes:'),
      'answer missing-output y',
      'answer wrong-dtype y',
    ],
    ['output-dtype-changed', y('int8[?]'), y('bool[?]'), 'answer wrong-dtype y', 'answer wrong-dtype y'],
    ['output-dtype-widened', y('int32[?]'), y('int64[?]'), 'answer wrong-dtype y', 'answer out-of-range y'],
    ['output-dtype-narrowed', y('int64[?]'), y('int32[?]'), 'answer wrong-dtype y', 'nothing'],
    [
      'output-dtype-not-json',
      y('float32[?]'),
      y('bfloat16[?]'),
      'answer wrong-dtype y',
      'answer output-not-json y',
    ],
    [
      'output-dtype-relaxed',
      y('int8[?]'),
      y('unspecified[?]'),
      'answer wrong-dtype y',
      'answer wrong-dtype y',
    ],
    ['output-rank-changed', y('int8[?]'), y('int8[?,1]'), 'answer wrong-rank y', 'answer wrong-rank y'],
    ['output-rank-relaxed', y('int8[?]'), y('int8[...]'), 'answer wrong-rank y', 'answer wrong-rank y'],
    ['output-rank-restricted', y('int8[...]'), y('int8[?]'), 'nothing', 'nothing'],
    ['output-dim-relaxed', y('int8[?,3]'), y('int8[?,?]'), 'answer wrong-size y 1', 'answer wrong-size y 1'],
    ['output-dim-restricted', y('int8[?,?]'), y('int8[?,3]'), 'nothing', 'nothing'],
    [
      'output-batch-dim-fixed',
      y('int8[?,3]'),
      y('int8[1,3]'),
      'answer wrong-rows y 0',
      'answer wrong-rows y 0',
    ],
    [
      'a batch fixed where the rank of the input is unknown',
      'f(a: int8[...]) -> (y: int8[?])',
      'f(a: int8[...]) -> (y: int8[4])',
      'answer wrong-rows y 0',
      'answer wrong-rows y 0',
    ],
    [
      'an output of no certain dtype that is not JSON',
      y('unspecified[?]'),
      y('float16[?]'),
      'nothing',
      'answer output-not-json y',
    ],
    [
      'a batch fixed where it was',
      'f(a: int8[1]) -> (y: int8[?])',
      'f(a: int8[1]) -> (y: int8[1])',
      'nothing',
      'nothing',
    ],
    [
      'output-dim-changed',
      y('int8[?,10]'),
      y('int8[?,11]'),
      'answer wrong-size y 1',
      'answer wrong-size y 1',
    ],
    [
      'output-encoding-changed',
      y('int8[?]'),
      y('sparse int8[?]'),
      'answer wrong-encoding y',
      'answer output-not-dense y',
    ],
    [
      'a tie between input and output cut',
      'f(a: int8[1,N]) -> (y: int8[1,N])',
      'f(a: int8[1,?]) -> (y: int8[1,?])',
      'answer unequal-sizes y 1',
      'answer unequal-sizes y 1',
    ],
  ])('judges %s', (_, before, after, overTensors, overJson) => {
    const [baseline, candidate] = [model(whole(before)), model(...[after].flat().map(whole))];
    const found = [brokenBy(baseline, candidate, 'tensor'), brokenBy(baseline, candidate, 'json')];
    expect(found).toEqual([overTensors, overJson]);
  });

  it.each([
    [
      'all rows changed together',
      '(a: int8[?], b: int8[?]) -> (y: int8[?])',
      '(a: int8[?], b: int8[?]) -> (y: int8[1])',
    ],
    [
      'an optional input left out',
      '(a?: int8[N], b: int8[N,1]) -> (y: int8[1,N])',
      '(a?: int8[N], b: int8[?,1]) -> (y: int8[1,N])',
    ],
    [
      'both at once',
      '(a?: int8[N], b: int8[M,N]) -> (y: int8[N])',
      '(a?: int8[N], b: int8[...]) -> (y: int8[N])',
    ],
    [
      'an output with a symbol of another input',
      '(a: int8[1,N], b: int8[1,?]) -> (y: int8[1,N])',
      '(a: int8[1,?], b: int8[1,N]) -> (y: int8[1,N])',
    ],
    [
      'all optional inputs left out but one',
      '(a?: int8[1,N], b?: int8[1,N], c?: int8[1,N]) -> (y: int8[1,N])',
      '(a?: int8[1,N], b?: int8[1,N], c?: int8[1,?]) -> (y: int8[1,N])',
    ],
  ])('finds what takes %s', (_, before, after) => {
    expect(brokenBy(model(`f${before}`), model(`f${after}`), 'tensor')).toMatch(/^answer /);
  });

  it.each([
    [
      'as many rows as an output has',
      '(a: int8[?]) -> (y: int8[3], z: int8[?])',
      '(a: int8[?]) -> (x: int8[], y: int8[3], z: int8[?])',
    ],
    [
      'as many rows as an axis that an output is tied to',
      '(a: int8[?,M]) -> (y: int8[?], z: int8[M])',
      '(a: int8[?,M]) -> (x: int8[1], y: int8[?], z: int8[M])',
    ],
    [
      'two axes that outputs are tied to',
      '(a: int8[?,M], b: int8[?,N]) -> (y: int8[M], z: int8[N])',
      '(a: int8[?,M], b: int8[?,N]) -> (x: int8[1], y: int8[M], z: int8[N])',
    ],
    [
      'a list that is not empty, though the candidate takes an empty one',
      '(a: int8[?,?,4]) -> (y: int8[3])',
      '(a: int8[0,0]) -> (y: int8[3])',
    ],
  ])('finds what takes %s', (_, before, after) => {
    expect(brokenBy(model(`f${before}`), model(`f${after}`), 'json')).toMatch(/^(request|answer) /);
  });

  it.each(['tensor', 'json'] as const)('finds what takes that no rows are sent (%s)', (transport) => {
    const [before, after] = ['(y: int8[M], z: int8[M])', '(y: int8[M], z: int8[?])'];
    const call = brokenBy(
      model(`f(a: int8[...]) -> ${before}`),
      model(`f(a: int8[...]) -> ${after}`),
      transport,
    );
    expect(call).toMatch(/^answer /);
  });

  it('finds what takes as many examples as an output has rows', () => {
    const classify = (outputs: string) => model(`f(inputs: unspecified[?]) -> (${outputs})`);
    const fits = 'classes: string[4,2], scores: float32[4,2]';
    expect(brokenBy(classify(fits), classify(`${fits}, y: int8[]`), 'tensor')).toBe('request no-such-api');
  });

  it('finds what takes an input too many', () => {
    const [before, after] = ['(a?: int8[?], b?: int8[M]) -> (y: int8[M])', '() -> (y: int8[M])'];
    const ignoring = { extraInputs: 'ignore' } as const;
    expect(brokenBy(model(`f${before}`), model(`f${after}`), 'tensor', ignoring)).toMatch(/^answer /);
  });

  it('passes over extra inputs where they are ignored', () => {
    const [before, after] = [model('f(a: int8[], b?: int8[]) -> ()'), model('f(a: int8[]) -> ()')];
    expect(brokenBy(before, after, 'tensor')).toBe('request unknown-input b');
    expect(brokenBy(before, after, 'tensor', { extraInputs: 'ignore' })).toBe('nothing');
  });

  it('calls every graph by its tags, and the default one without', () => {
    const graph = (tagSet: string[], type = 'int8') => ({ tagSet, notations: [`f() -> (y: ${type}[])`] });
    const both = modelOf([graph(['gpu', 'serve']), graph(['serve'])]);
    const without = (...graphs: ReturnType<typeof graph>[]) => {
      const call = findBrokenCall(both, modelOf(graphs), 'tensor', defaultServing);
      return [call?.request.tagSet, call?.objection.reason];
    };
    expect(without(graph(['serve']))).toEqual([['gpu', 'serve'], 'no-such-graph']);
    expect(without(graph(['gpu', 'serve']))).toEqual([undefined, 'no-such-graph']);
    expect(without(graph(['gpu', 'serve']), graph(['serve'], 'bool'))).toEqual([undefined, 'wrong-dtype']);
  });

  it('prefers small calls: what is open has one element, unless that would work', () => {
    const call = (after: string) =>
      findBrokenCall(
        model('f(a: int8[?,3,?]) -> ()'),
        model(`f(a: int8[${after}]) -> ()`),
        'tensor',
        defaultServing,
      );
    expect(call('?,4,?')?.request).toEqual(tensorRequest({ a: 'int8[1,3,1]' }, { rows: 1 }));
    expect(call('1,3,?')?.request).toEqual(tensorRequest({ a: 'int8[2,3,1]' }, { rows: 2 }));
    expect(call('?,3,2')?.request).toEqual(tensorRequest({ a: 'int8[1,3,4]' }, { rows: 1 }));
  });

  it('finds none between a model and itself', () => {
    fc.assert(
      fc.property(anyModelPair, anyTransport, anySettings, ([one], transport, settings) => {
        expect(findBrokenCall(one, structuredClone(one), transport, settings)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('finds calls that did work and do not any more', () => {
    const kinds = { request: 0, answer: 0 };
    fc.assert(
      fc.property(anyModelPair, anyTransport, anySettings, ([before, after], transport, settings) => {
        for (const call of brokenCalls(before, after, transport, settings)) {
          const { request } = call;
          expect(serverAccepts(before, request, settings).ok).toBe(true);
          expect(serverAccepts(after, request, settings).ok).toBe(call.kind === 'answer');
          if (call.kind === 'answer') {
            expect(serverMayAnswer(after, request, call.answer)).toBe(true);
            expect(serverMayAnswer(before, request, call.answer)).toBe(false);
            expect(callerCopes(before, call.answer, request).ok).toBe(false);
          }
          kinds[call.kind]++;
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(...Object.values(kinds))).toBeGreaterThan(100);
  });

  it.each<[string, Transport, ServingSettings['extraInputs'], Vocabulary, number]>([
    ['tensors', 'tensor', 'reject', tensors, 200],
    ['shapes', 'tensor', 'reject', shapes, 500],
    ['inputs too many', 'tensor', 'ignore', shapes, 200],
    ['JSON', 'json', 'reject', scalars, 100],
    ['numbers in JSON', 'json', 'reject', numbers, 60],
    ['shapes in JSON', 'json', 'reject', shapes, 200],
  ])(
    'finds one just where there is one among all calls: %s',
    (_, transport, extraInputs, vocabulary, numRuns) => {
      const seen = { breaks: 0, works: 0 };
      fc.assert(
        fc.property(anyPair(vocabulary), ([before, after]) => {
          const found = findBrokenCall(modelWith(before), modelWith(after), transport, { extraInputs });
          const breaks = breaksSomeCall(before, after, transport, { extraInputs });
          expect({ found, breaks: found !== undefined }).toEqual({ found, breaks });
          seen[breaks ? 'breaks' : 'works']++;
        }),
        { numRuns },
      );
      expect(Math.min(seen.breaks, seen.works)).toBeGreaterThan(10);
    },
  );
});

const anyTransport = fc.constantFrom<Transport[]>('tensor', 'json');
const anySettings = fc
  .constantFrom<ServingSettings['extraInputs'][]>('reject', 'ignore')
  .map((extraInputs) => ({ extraInputs }));

/** A signature without outputs written out has one that may be anything. */
function whole(notation: string): string {
  return notation.includes('->') ? notation : `${notation} -> (y: int8[?])`;
}

function y(type: string): string {
  return `f(a: int8[?]) -> (y: ${type})`;
}

function yz(more: string): string {
  return `f(a: int8[?]) -> (y: int8[?], z: int8[?]${more})`;
}

function classify(more: string): string {
  return `f(inputs: string[?]) -> (scores: float32[?,3], classes: string[?,3]${more})`;
}
