import { describe, expect, it } from '@jest/globals';
import { compare } from './compare';
import { parseModel } from './notation/parse-model';
import { type Settings } from './settings';

/*
 * What each change means, said a second time and by itself: for each rule, and for each case it tells apart, a pair of
 * models and the levels backward over tensors and JSON, forward over tensors and JSON. E error, W warning, I info.
 */

type Row = readonly [id: string, levels: string, before: string, after: string];

const onnx = (text: string): string => `format: onnx\n{}\n${text}`;
const f = 'f(x: float32[?,3]) -> (y: float32[?])';

const models: readonly Row[] = [
  ['format-changed', 'E E E E', f, `format: onnx\n{serve}\n${f}`],
  ['tag-set-removed', 'E E I I', `{serve}\n${f}\n{gpu}\n${f}`, `{gpu}\n${f}`],
  ['tag-set-removed', 'W W I I', `{serve}\n${f}\n{gpu}\n${f}`, `{serve}\n${f}`],
  ['tag-set-added', 'I I E E', `{gpu}\n${f}`, `{serve}\n${f}\n{gpu}\n${f}`],
  ['tag-set-added', 'I I W W', `{serve}\n${f}`, `{serve}\n${f}\n{gpu}\n${f}`],
  ['signature-removed', 'E E I I', `${f}\ng(x: int8[]) -> (y: int8[])`, f],
  ['signature-added', 'I I E E', f, `${f}\ng(x: int8[]) -> (y: int8[])`],
  ['signature-renamed', 'E E E E', f, f.replace('f(', 'g(')],
  ['default-signature-removed', 'E E I I', `${f}\nserving_default(x: int8[]) -> (y: int8[])`, f],
  ['method-name-changed', 'W W W W', `${f} as tensorflow/serving/classify`, f],
  [
    'classify-api-lost',
    'E E I I',
    'f(inputs: string[?]) -> (scores: float32[?,2])',
    'f(inputs: string[?]) -> (y: float32[?,2])',
  ],
  [
    'classify-api-gained',
    'I I E E',
    'f(inputs: string[?]) -> (y: float32[?,2])',
    'f(inputs: string[?]) -> (scores: float32[?,2])',
  ],
  [
    'classify-api-lost',
    'E E I I',
    'f(inputs: string[?]) -> (embedding: float16[?], scores: float32[?,2])',
    'f(inputs: string[?]) -> (embedding: float16[?], scores: float64[?,2])',
  ],
  [
    'regress-api-lost',
    'E E I I',
    'f(inputs: string[?]) -> (outputs: float32[?])',
    'f(inputs: string[?]) -> (y: float32[?])',
  ],
  [
    'regress-api-gained',
    'I I E E',
    'f(inputs: string[?]) -> (y: float32[?])',
    'f(inputs: string[?]) -> (outputs: float32[?])',
  ],
  [
    'dim-equality-added',
    'W W I I',
    onnx('f(a: int8[N], b: int8[M]) -> (y: int8[])'),
    onnx('f(a: int8[N], b: int8[N]) -> (y: int8[])'),
  ],
  [
    'dim-equality-removed',
    'I I W W',
    onnx('f(a: int8[N], b: int8[N]) -> (y: int8[])'),
    onnx('f(a: int8[N], b: int8[M]) -> (y: int8[])'),
  ],
  [
    'dim-equality-added',
    'I I W W',
    onnx('f(a: int8[N]) -> (y: int8[M])'),
    onnx('f(a: int8[N]) -> (y: int8[N])'),
  ],
  [
    'dim-equality-removed',
    'W W I I',
    onnx('f(a: int8[N]) -> (y: int8[N])'),
    onnx('f(a: int8[N]) -> (y: int8[M])'),
  ],
  [
    'example-spec-opaque',
    'W W W W',
    'f(examples: string[?]) -> (y: float32[?])',
    'f(examples: string[?]) -> (y: int32[?])',
  ],
];

const inputs: readonly Row[] = [
  ['input-added', 'E E E E', '', 'k: int8[?]'],
  ['input-added-with-default', 'I E E E', '', 'k?: int8[?] = 5'],
  ['input-removed', 'E E E E', 'k: int8[?]', ''],
  ['input-removed', 'E E I E', 'k?: int8[?] = 5', ''],
  ['input-renamed', 'E E E E', 'k: int8[?]', 'l: int8[?]'],
  ['input-became-required', 'E I I I', 'k?: int8[?]', 'k: int8[?]'],
  ['input-became-optional', 'I I E I', 'k: int8[?]', 'k?: int8[?]'],
  ['input-default-changed', 'W I W I', 'k?: int8[] = 5', 'k?: int8[] = 6'],
  ['input-dtype-changed', 'E E E E', 'k: int8[?]', 'k: string[?]'],
  ['input-dtype-widened', 'E I E E', 'k: int32[?]', 'k: int64[?]'],
  ['input-dtype-widened', 'E I E W', 'k: float32[?]', 'k: float64[?]'],
  ['input-dtype-narrowed', 'E E E I', 'k: int64[?]', 'k: int32[?]'],
  ['input-dtype-narrowed', 'E W E I', 'k: float64[?]', 'k: float32[?]'],
  ['input-dtype-not-json', 'E E E I', 'k: float32[?]', 'k: float16[?]'],
  ['input-dtype-not-json', 'E E E I', 'k: float32[?]', 'k: bfloat16[?]'],
  ['input-dtype-not-json', 'E E E I', 'k: float32[?]', 'k: complex64[?]'],
  ['input-dtype-not-json', 'E E E I', 'k: int8[?]', 'k: qint8[?]'],
  ['input-dtype-not-json', 'E E E I', 'k: int8[?]', 'k: resource[?]'],
  ['input-dtype-not-json', 'E E E I', 'k: int8[?]', 'k: variant[?]'],
  ['input-dtype-widened', 'E I E E', 'k: float16[?]', 'k: float32[?]'],
  ['input-dtype-relaxed', 'I I W W', 'k: int8[?]', 'k: unspecified[?]'],
  ['input-dtype-restricted', 'W W I I', 'k: unspecified[?]', 'k: int8[?]'],
  ['input-rank-changed', 'E E E E', 'k: int8[?]', 'k: int8[?,?]'],
  ['input-rank-relaxed', 'I I W W', 'k: int8[?]', 'k: int8[...]'],
  ['input-rank-restricted', 'W W I I', 'k: int8[...]', 'k: int8[?]'],
  ['input-dim-relaxed', 'I I E E', 'k: int8[?,3]', 'k: int8[?,?]'],
  ['input-dim-restricted', 'E E I I', 'k: int8[?,?]', 'k: int8[?,3]'],
  ['input-batch-dim-fixed', 'E E I I', 'k: int8[?]', 'k: int8[3]'],
  ['input-dim-changed', 'E E E E', 'k: int8[?,0]', 'k: int8[?,1]'],
  ['input-encoding-changed', 'E E E I', 'k: int8[?]', 'k: sparse int8[?]'],
  ['input-encoding-changed', 'E I E I', 'k: sparse int8[?]', 'k: composite<A>(int8[?])'],
];

const outputs: readonly Row[] = [
  ['output-added', 'I I E E', '', 'k: int8[?]'],
  ['output-added', 'I E E I', '', 'k: float16[?]'],
  ['output-removed', 'E E I I', 'k: int8[?]', ''],
  ['output-renamed', 'E E E E', 'k: int8[?]', 'l: int8[?]'],
  ['output-bytes-suffix-changed', 'E E E E', 'k: string[?]', 'k_bytes: string[?]'],
  ['output-dtype-changed', 'E E E E', 'k: int8[?]', 'k: string[?]'],
  ['output-dtype-widened', 'E W E I', 'k: int32[?]', 'k: int64[?]'],
  ['output-dtype-widened', 'E W E W', 'k: float32[?]', 'k: float64[?]'],
  ['output-dtype-narrowed', 'E I E W', 'k: int64[?]', 'k: int32[?]'],
  ['output-dtype-narrowed', 'E W E W', 'k: float64[?]', 'k: float32[?]'],
  ['output-dtype-not-json', 'E E E I', 'k: float32[?]', 'k: float16[?]'],
  ['output-dtype-relaxed', 'W W I I', 'k: int8[?]', 'k: unspecified[?]'],
  ['output-dtype-restricted', 'I I W W', 'k: unspecified[?]', 'k: int8[?]'],
  ['output-dtype-restricted', 'I W W I', 'k: unspecified[?]', 'k: float16[?]'],
  ['output-unbatched-added', 'I E E E', '', 'k: int8[]'],
  ['output-unbatched-added', 'I E E E', '', 'k: int8[4]'],
  ['output-unbatched-added', 'I W E E', '', 'k: int8[...]'],
  ['output-removed', 'E E I E', 'k: int8[]', ''],
  ['output-rank-changed', 'E E E E', 'k: int8[?]', 'k: int8[?,1]'],
  ['output-rank-relaxed', 'W W I I', 'k: int8[?]', 'k: int8[...]'],
  ['output-rank-restricted', 'I I W W', 'k: int8[...]', 'k: int8[?]'],
  ['output-dim-relaxed', 'W W I I', 'k: int8[?,3]', 'k: int8[?,?]'],
  ['output-dim-relaxed', 'W W E E', 'k: int8[3]', 'k: int8[?]'],
  ['output-dim-restricted', 'I I W W', 'k: int8[?,?]', 'k: int8[?,3]'],
  ['output-batch-dim-fixed', 'E E W W', 'k: int8[?]', 'k: int8[3]'],
  ['output-dim-changed', 'E E E E', 'k: int8[?,10]', 'k: int8[?,11]'],
  ['output-encoding-changed', 'E E E I', 'k: int8[?]', 'k: sparse int8[?]'],
  ['output-encoding-changed', 'E I E I', 'k: sparse int8[?]', 'k: composite<A>(int8[?])'],
];

/** Where there is no other input or output. */
const alone: readonly Row[] = [
  ['input-renamed', 'E E E E', 'f(a: int8[?]) -> (y: int8[?])', 'f(b: int8[?], k: string[]) -> (y: int8[?])'],
  ['input-renamed', 'E E E E', 'f(a: int8[?], k: string[]) -> (y: int8[?])', 'f(b: int8[?]) -> (y: int8[?])'],
  ['input-renamed', 'E W E W', 'f(a: int8[?]) -> (y: int8[?])', 'f(b: int8[?]) -> (y: int8[?])'],
  ['output-renamed', 'E W E W', 'f(x: int8[?]) -> (a: int8[?])', 'f(x: int8[?]) -> (b: int8[?])'],
  ['output-added', 'I E E E', 'f(x: int8[?]) -> (a: int8[?])', 'f(x: int8[?]) -> (a: int8[?], b: int8[?])'],
  ['output-removed', 'E E I E', 'f(x: int8[?]) -> (a: int8[?], b: int8[?])', 'f(x: int8[?]) -> (a: int8[?])'],
  [
    'output-bytes-suffix-changed',
    'E E E E',
    'f(x: int8[?]) -> (a: string[?])',
    'f(x: int8[?]) -> (a_bytes: string[?])',
  ],
];

/** Where rows are counted, and where that is not recorded. */
const rows: readonly Row[] = [
  [
    'output-unbatched-added',
    'I E E E',
    'f(x: int8[?]) -> (a: int8[4], b: int8[?])',
    'f(x: int8[?]) -> (a: int8[4], b: int8[?], c: int8[5])',
  ],
  ['output-batch-dim-fixed', 'W W W W', 'f(x: int8[...]) -> (y: int8[?])', 'f(x: int8[...]) -> (y: int8[1])'],
  ['output-batch-dim-fixed', 'W W W W', 'f(x: int8[?]) -> (y: int8[?])', 'f(x: int8[...]) -> (y: int8[1])'],
  ['output-dim-restricted', 'I I W W', 'f(x: int8[1]) -> (y: int8[?])', 'f(x: int8[1]) -> (y: int8[1])'],
  [
    'output-unbatched-added',
    'I W E E',
    'f(x: int8[...]) -> (a: int8[?], b: int8[?])',
    'f(x: int8[...]) -> (a: int8[?], b: int8[?], c: int8[])',
  ],
  [
    'output-unbatched-added',
    'I W E E',
    'f(x: int8[?]) -> (a: int8[...], b: int8[?])',
    'f(x: int8[?]) -> (a: int8[...], b: int8[?], c: int8[])',
  ],
  [
    'output-unbatched-added',
    'I E E E',
    'f(x: int8[4]) -> (a: int8[4], b: int8[4])',
    'f(x: int8[4]) -> (a: int8[4], b: int8[4], c: int8[5])',
  ],
  [
    'output-added',
    'I I E E',
    'f(x: int8[4]) -> (a: int8[4], b: int8[4])',
    'f(x: int8[4]) -> (a: int8[4], b: int8[4], c: int8[4])',
  ],
  [
    'output-added',
    'I I E E',
    'f(x: int8[]) -> (a: int8[4], b: int8[4])',
    'f(x: int8[]) -> (a: int8[4], b: int8[4], c: int8[])',
  ],
  [
    'output-added',
    'I I E E',
    'f(x: int8[?]) -> (a: int8[], b: int8[?])',
    'f(x: int8[?]) -> (a: int8[], b: int8[?], c: int8[4])',
  ],
];

/** Callers that JSON cannot reach, and answers that outputs do not shape. */
const limits: readonly Row[] = [
  ['input-dim-changed', 'E I E I', 'f(x: float16[3]) -> (y: int8[])', 'f(x: float16[4]) -> (y: int8[])'],
  ['input-dim-changed', 'E I E I', 'f(x: int8[3]) -> (y: uint16[])', 'f(x: int8[4]) -> (y: uint16[])'],
  ['input-dim-changed', 'E I E I', 'f(x: int8[3]) -> ()', 'f(x: int8[4]) -> ()'],
  ['input-added-with-default', 'I I E E', 'f() -> (y: int8[])', 'f(x?: int8[]) -> (y: int8[])'],
  ['output-encoding-changed', 'E I E E', 'f(x: int8[]) -> (y: sparse int8[])', 'f(x: int8[]) -> (y: int8[])'],
  [
    'output-added',
    'I E E I',
    'f(x: int8[?]) -> (a: int8[?], b: int8[?])',
    'f(x: int8[?]) -> (a: int8[?], b: int8[?], c: sparse int8[?])',
  ],
  [
    'output-added',
    'I W E E',
    'f(x: int8[?]) -> (a: int8[?], b: int8[?])',
    'f(x: int8[?]) -> (a: int8[?], b: int8[?], c: unspecified[?])',
  ],
  ['signature-removed', 'E I I I', `${f}\ng(x: int8[]) -> (y: uint16[])`, f],
  ['signature-renamed', 'E I E I', 'f(x: int8[]) -> (y: uint16[])', 'g(x: int8[]) -> (y: uint16[])'],
  ...(['classify', 'regress'] as const).flatMap((api): Row[] => {
    const spam = (outputs: string): string =>
      `f(inputs: string[?]) -> (${outputs}) as tensorflow/serving/${api}`;
    return [
      ['output-dim-changed', 'W W W W', spam('scores: float32[?,2]'), spam('scores: float32[?,3]')],
      ['output-rank-changed', 'W W W W', spam('outputs: float32[?,1]'), spam('outputs: float32[?]')],
      ['output-batch-dim-fixed', 'W W W W', spam('scores: float32[?,2]'), spam('scores: float32[1,2]')],
      [
        'output-removed',
        'W W I W',
        spam('classes: string[?,2], scores: float32[?,2]'),
        spam('scores: float32[?,2]'),
      ],
      ['output-renamed', 'W W W W', spam('classes: string[?,2]'), spam('labels: string[?,2]')],
      ['output-dtype-changed', 'E E E E', spam('scores: float32[?,2]'), spam('scores: string[?,2]')],
    ];
  }),
];

const around = ([id, levels, before, after]: Row, list: 'inputs' | 'outputs'): Row => {
  const model = (tensor: string): string => {
    const beside = list === 'inputs' ? 'x: float32[?,3]' : 'a: float32[?], b: float32[?]';
    const tensors = tensor === '' ? beside : `${beside}, ${tensor}`;
    return list === 'inputs' ? `f(${tensors}) -> (y: float32[?])` : `f(x: float32[?,3]) -> (${tensors})`;
  };
  return [id, levels, model(before), model(after)];
};

describe('levels', () => {
  it.each([
    ...models,
    ...inputs.map((row) => around(row, 'inputs')),
    ...outputs.map((row) => around(row, 'outputs')),
    ...alone,
    ...rows,
    ...limits,
  ])('of %s are %s between %s and %s', (id, levels, before, after) => {
    expect(found(before, after)).toContain(`${id}: ${levels}`);
  });

  it.each([
    [
      'input-dtype-restricted',
      'E E I I',
      'f(x: unspecified[?]) -> (y: int8[?])',
      'f(x: int8[?]) -> (y: int8[?])',
    ],
    ['input-rank-restricted', 'E E I I', 'f(x: int8[...]) -> (y: int8[?])', 'f(x: int8[?]) -> (y: int8[?])'],
    ['input-rank-relaxed', 'I I E E', 'f(x: int8[?]) -> (y: int8[?])', 'f(x: int8[...]) -> (y: int8[?])'],
    [
      'output-dtype-relaxed',
      'E E I I',
      'f(x: int8[?]) -> (y: int8[?])',
      'f(x: int8[?]) -> (y: unspecified[?])',
    ],
    ['output-rank-relaxed', 'E E I I', 'f(x: int8[?]) -> (y: int8[?])', 'f(x: int8[?]) -> (y: int8[...])'],
    ['output-rank-restricted', 'I I E E', 'f(x: int8[?]) -> (y: int8[...])', 'f(x: int8[?]) -> (y: int8[?])'],
    ['output-dim-relaxed', 'E E I I', 'f(x: int8[?]) -> (y: int8[?,3])', 'f(x: int8[?]) -> (y: int8[?,?])'],
    [
      'output-dim-restricted',
      'I I E E',
      'f(x: int8[?]) -> (y: int8[?,?])',
      'f(x: int8[?]) -> (y: int8[?,3])',
    ],
    ['output-batch-dim-fixed', 'E E E E', 'f(x: int8[?]) -> (y: int8[?])', 'f(x: int8[?]) -> (y: int8[1])'],
    [
      'output-unbatched-added',
      'I E E E',
      'f(x: int8[?]) -> (y: int8[?])',
      'f(x: int8[?]) -> (y: int8[?], z: int8[...])',
    ],
    ['method-name-changed', 'W W W W', f, `${f} as other`],
  ])('of %s are %s with unknown_shapes: strict between %s and %s', (id, levels, before, after) => {
    expect(found(before, after, { unknownShapes: 'strict' })).toContain(`${id}: ${levels}`);
  });

  it.each([
    ['output-batch-dim-fixed', 'E E W I', 'f(x: int8[?]) -> (y: int8[?])', 'f() -> (y: int8[1])'],
    [
      'input-removed',
      'I E E E',
      'f(k: int8[?], x: int8[?]) -> (y: int8[?])',
      'f(x: int8[?]) -> (y: int8[?])',
    ],
    [
      'input-removed',
      'I E I E',
      'f(k?: int8[?], x: int8[?]) -> (y: int8[?])',
      'f(x: int8[?]) -> (y: int8[?])',
    ],
    ['input-added', 'E E I E', 'f(x: int8[?]) -> (y: int8[?])', 'f(k: int8[?], x: int8[?]) -> (y: int8[?])'],
    [
      'input-added-with-default',
      'I E I E',
      'f(x: int8[?]) -> (y: int8[?])',
      'f(k?: int8[?], x: int8[?]) -> (y: int8[?])',
    ],
    [
      'input-renamed',
      'E E E E',
      'f(k: int8[], x: string[]) -> (y: int8[])',
      'f(l: int8[], x: string[]) -> (y: int8[])',
    ],
    [
      'input-renamed',
      'W E W E',
      'f(k?: int8[], x: string[]) -> (y: int8[])',
      'f(l?: int8[], x: string[]) -> (y: int8[])',
    ],
  ])('of %s are %s with extra_inputs: ignore between %s and %s', (id, levels, before, after) => {
    expect(found(before, after, { extraInputs: 'ignore' })).toContain(`${id}: ${levels}`);
  });
});

function found(before: string, after: string, settings: Partial<Settings> = {}): string[] {
  return compare(parseModel(before), parseModel(after), settings).map(({ rule, levels }) => {
    const { backward, forward } = levels;
    const all = [backward.tensor, backward.json, forward.tensor, forward.json];
    return `${rule}: ${all.map((level) => level.charAt(0).toUpperCase()).join(' ')}`;
  });
}
