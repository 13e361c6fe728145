import { describe, expect, it } from '@jest/globals';
import {
  type Answer,
  type ColumnarRequest,
  type ExamplesRequest,
  type JsonRequest,
  restAnswer,
  restRequest,
} from '../index';
import { bare, columns, named, rows } from '../testing/requests';

const unnamed: ColumnarRequest = {
  api: 'predict',
  transport: 'json',
  form: 'columnar',
  inputs: bare(1),
};

describe('a body for REST', () => {
  it.each<[string, JsonRequest | ExamplesRequest, string]>([
    ['rows of bare values', rows(2, bare([0, 0])), '{"signature_name":"f","instances":[[0,0],[0,0]]}'],
    [
      'rows of objects',
      rows(1, named({ a: 0.5, b: 'text' })),
      '{"signature_name":"f","instances":[{"a":0.5,"b":"text"}]}',
    ],
    ['no name where there is none', unnamed, '{"inputs":1}'],
    [
      'an object of columns',
      columns(named({ a: [[], []] })),
      '{"signature_name":"f","inputs":{"a":[[],[]]}}',
    ],
    [
      'base64 and bools',
      columns(named({ a: [{ b64: '' }], b: [true] })),
      '{"signature_name":"f","inputs":{"a":[{"b64":"Ynl0ZXM="}],"b":[false]}}',
    ],
    [
      'examples without features',
      { key: 'f', api: 'classify', transport: 'json', examples: 2 },
      '{"signature_name":"f","examples":[{},{}]}',
    ],
    ['names as JSON has them', { ...unnamed, key: '"' }, String.raw`{"signature_name":"\"","inputs":1}`],
  ])('has %s', (_, request, text) => {
    expect(restRequest(request)).toEqual({ text, abbreviated: false });
  });

  it('keeps whole numbers and decimals apart, at any size', () => {
    const texts = [2n ** 63n - 1n, -1, Number.MAX_VALUE, 2 ** 60].map(
      (number) => restRequest({ ...unnamed, inputs: bare(number) }).text,
    );
    expect(texts).toEqual([
      '{"inputs":9223372036854775807}',
      '{"inputs":-1}',
      '{"inputs":1.7976931348623157e+308}',
      '{"inputs":1152921504606847000.0}',
    ]);
  });

  it.each([
    [[65], '[0,"… 64 more"]'],
    [[8, 8], `[${Array<string>(8).fill('[0,0,0,0,0,0,0,0]').join()}]`],
    [[224, 224, 3], '[[[0,0,0],"… 223 more"],"… 223 more"]'],
    [[2, 224, 224, 3], '[[[[0,0,0],"… 223 more"],"… 223 more"],[[[0,0,0],"… 223 more"],"… 223 more"]]'],
    [[Number.MAX_SAFE_INTEGER, 0], `[[],"… ${Number.MAX_SAFE_INTEGER - 1} more"]`],
  ])('cuts long lists of equal items short and says so: %j', (sizes, text) => {
    const scalar = { kind: 'integer', value: 0n } as const;
    const inputs = { named: false, value: { sizes, scalar } } as const;
    expect(restRequest({ ...unnamed, inputs })).toEqual({
      text: `{"inputs":${text}}`,
      abbreviated: text.includes('…'),
    });
  });

  it('stays small whatever the rank', () => {
    const value = { sizes: Array<number>(100).fill(2), scalar: { kind: 'bool' } } as const;
    const { text, abbreviated } = restRequest({ ...rows(1000, { named: false, value }) });
    expect(abbreviated).toBe(true);
    expect(text.length).toBeLessThan(5_000);
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });
});

describe('a body from REST', () => {
  it.each<[string, Answer, string]>([
    [
      'predictions',
      { kind: 'predictions', predictions: 2, prediction: named({ y: 0.5, z: 'text' }) },
      '{"predictions":[{"y":0.5,"z":"text"},{"y":0.5,"z":"text"}]}',
    ],
    ['columns', { kind: 'outputs', outputs: bare([1]) }, '{"outputs":[1]}'],
    [
      'classes',
      { kind: 'results', results: 2, fields: ['label', 'score'] },
      '{"results":[[["text",0.5]],[["text",0.5]]]}',
    ],
    [
      'classes without labels',
      { kind: 'results', results: 1, fields: ['score'] },
      '{"results":[[["",0.5]]]}',
    ],
    [
      'classes without scores',
      { kind: 'results', results: 1, fields: ['label'] },
      '{"results":[[["text",0.0]]]}',
    ],
    ['a regression', { kind: 'results', results: 2, fields: ['value'] }, '{"results":[0.5,0.5]}'],
  ])('has %s', (_, answer, text) => {
    expect(restAnswer(answer)).toEqual({ text, abbreviated: false });
  });

  it('is none for tensors and errors', () => {
    expect(restAnswer({ kind: 'tensors', outputs: new Map() })).toBeUndefined();
    expect(restAnswer({ kind: 'failed', failure: { reason: 'no-rows' } })).toBeUndefined();
  });
});
