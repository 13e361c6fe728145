import { describe, expect, it } from '@jest/globals';
import { type Answer, type FailureReason, type Request, serverMayAnswer } from '../index';
import { model } from '../testing/models';
import { bare, columns, named, rows, tensorRequest, tensors } from '../testing/requests';

/* § is the section of the domain's rules that says so. */

const may = (signature: string, request: Request, answer: Answer): boolean =>
  serverMayAnswer(model(signature), request, answer);

describe('a server of tensors', () => {
  it.each([
    ['what its outputs allow', 'f() -> (y: int8[?])', { y: 'int8[7]' }, true],
    ['nothing else', 'f() -> (y: int8[?])', { y: 'int8[]' }, false],
    ['no output more', 'f() -> (y: int8[?])', { y: 'int8[7]', z: 'int8[]' }, false],
    ['no output less', 'f() -> (y: int8[?], z: int8[])', { y: 'int8[7]' }, false],
    ['anything where nothing is known', 'f() -> (y: unspecified[...])', { y: '99[1,2,3]' }, true],
  ])('gives %s', (_, signature, outputs, expected) => {
    expect(may(signature, tensorRequest({}), { kind: 'tensors', outputs: tensors(outputs) })).toBe(expected);
  });

  it.each([
    // §4, output-batch-dim-fixed: one answer for each row.
    ['as many rows as it was sent', 'y: int8[?]', 'int8[2]', true],
    ['no other number of rows', 'y: int8[?]', 'int8[3]', false],
    ['what it is bound to in place of rows', 'y: int8[3]', 'int8[3]', true],
    ['what a symbol says before rows', 'y: int8[K]', 'int8[5]', true],
    ['rows for a symbol of its own', 'y: int8[L]', 'int8[2]', true],
    ['no other rows for a symbol of its own', 'y: int8[L]', 'int8[3]', false],
  ])('gives %s', (_, outputs, type, expected) => {
    const request = tensorRequest({ x: 'int8[2,5]' }, { rows: 2 });
    const answer: Answer = { kind: 'tensors', outputs: tensors({ y: type }) };
    expect(may(`f(x: int8[N,K]) -> (${outputs})`, request, answer)).toBe(expected);
  });

  it('gives nothing to a request for what it does not have', () => {
    expect(may('g() -> ()', tensorRequest({}), { kind: 'tensors', outputs: new Map() })).toBe(false);
  });
});

describe('a REST server', () => {
  const errors: readonly FailureReason[] = [
    'no-outputs',
    'output-not-dense',
    'output-not-json',
    'unrecorded-not-json',
    'output-without-rows',
    'no-rows',
    'rows-differ',
  ];
  const possible = (signature: string, request: Request): string[] =>
    errors.filter((reason) =>
      [{ reason }, { reason, tensor: 'y' }].some((failure) =>
        may(signature, request, { kind: 'failed', failure }),
      ),
    );
  const prediction = (predictions: number): Answer => ({
    kind: 'predictions',
    predictions,
    prediction: bare(1),
  });
  const two = rows(2, bare(1));

  it.each([
    ['prints columns of any shape', columns(bare([1])), 'y: int8[], z: int8[...]', []],
    ['cannot print nothing', columns(bare([1])), '', ['no-outputs']],
    // §4, output-dtype-not-json: the whole call fails.
    ['cannot print every dtype', columns(bare([1])), 'y: float16[], z: int8[]', ['output-not-json']],
    [
      'may be unable to print what has no dtype',
      columns(bare([1])),
      'y: unspecified[]',
      ['unrecorded-not-json'],
    ],
    ['cannot print sparse tensors', columns(bare([1])), 'y: sparse int8[?]', ['output-not-dense']],
    // §4, output-unbatched-added: breaks every row-form call.
    ['prints rows', two, 'y: int8[?], z: int8[?,3]', []],
    ['prints rows of what symbols tie', two, 'y: int8[N,3]', []],
    ['cannot print rows of a scalar', two, 'y: int8[], z: int8[?]', ['output-without-rows']],
    ['cannot print no rows', two, 'y: int8[0]', ['no-rows']],
    ['cannot print rows of different numbers', two, 'y: int8[?], z: int8[3]', ['rows-differ']],
    ['may be unable to with an unknown rank', two, 'y: int8[...]', ['output-without-rows', 'no-rows']],
  ])('%s', (_, request, outputs, expected) => {
    expect(possible(`f(x: int8[?]) -> (${outputs})`, request)).toEqual(expected);
  });

  it('does not know of rows that no input counts', () => {
    const uncounted: Request = {
      key: 'f',
      api: 'predict',
      transport: 'json',
      form: 'row',
      instances: 2,
      instance: bare(1),
    };
    expect(possible('f(x: int8[2]) -> (y: int8[?])', uncounted)).toEqual(['no-rows']);
    expect(possible('f(x: int8[2]) -> (y: int8[?], z: int8[?])', uncounted)).toEqual([
      'no-rows',
      'rows-differ',
    ]);
    expect(possible('f(x: int8[2]) -> (y: int8[N], z: int8[N])', uncounted)).toEqual(['no-rows']);
  });

  it.each([
    ['rows as one of many outputs may have them', 'y: int8[...]', prediction(2), true],
    ['rows as they were sent', 'y: int8[?]', prediction(2), true],
    ['no other rows', 'y: int8[?]', prediction(1), false],
    ['none where it has to fail', 'y: int8[?], z: int8[]', prediction(2), false],
  ])('gives %s', (_, outputs, answer, expected) => {
    expect(may(`f(x: int8[?]) -> (${outputs})`, two, answer)).toBe(expected);
  });

  it('prints one output as bare values and several as objects (§4, output-added)', () => {
    const printed = [bare(1), named({ y: 1 }), named({ y: 1, z: 1 })];
    const forms = (outputs: string) =>
      printed.map((message) =>
        may(`f(x: int8[]) -> (${outputs})`, columns(bare(1)), { kind: 'outputs', outputs: message }),
      );
    expect(forms('y: int8[]')).toEqual([true, false, false]);
    expect(forms('y: int8[], z: int8[]')).toEqual([false, false, true]);
  });
});

describe('the classify and regress APIs', () => {
  const fate = (api: 'classify' | 'regress', outputs: string): string => {
    const request: Request = { key: 'f', api, transport: 'json', examples: 2 };
    const signature = `f(inputs: string[?]) -> (${outputs})`;
    const fields = (['label', 'score', 'value'] as const).filter((field) =>
      outputs.includes({ label: 'classes', score: 'scores', value: 'outputs' }[field]),
    );
    const failures = [
      { reason: 'classes-differ' } as const,
      ...['classes', 'scores', 'outputs'].flatMap((tensor) =>
        (['unfit-dtype', 'unfit-shape'] as const).map((reason) => ({ reason, tensor })),
      ),
    ].filter((failure) => may(signature, request, { kind: 'failed', failure }));
    const answers = may(signature, request, { kind: 'results', results: 2, fields });
    const fails = [...new Set(failures.map(({ reason }) => reason))].join(' or ');
    return answers ? (fails === '' ? 'answers' : `answers or ${fails}`) : fails;
  };

  // §2 and §5.10: a fixed message, whatever the outputs' shapes, into which they have to go.
  it.each([
    ['classify', 'classes: string[?,3], scores: float32[?,3]', 'answers'],
    ['classify', 'scores: float32[?,?]', 'answers'],
    ['classify', 'classes: string[?,3], scores: float32[?,4]', 'classes-differ'],
    // There is a label to each score unless the signature rules that out.
    ['classify', 'classes: string[?,3], scores: float32[?,?]', 'answers'],
    ['classify', 'scores: float64[?,3]', 'unfit-dtype'],
    ['classify', 'scores: sparse float32[?,3]', 'unfit-dtype'],
    ['classify', 'scores: float32[?]', 'unfit-shape'],
    ['classify', 'scores: float32[1,3]', 'unfit-shape'],
    ['classify', 'scores: unspecified[...]', 'answers or unfit-dtype or unfit-shape'],
    ['regress', 'outputs: float32[?]', 'answers'],
    ['regress', 'outputs: float32[?,1]', 'answers'],
    ['regress', 'outputs: float32[?,2]', 'unfit-shape'],
    ['regress', 'outputs: float32[?,?]', 'answers or unfit-shape'],
    ['regress', 'outputs: float32[]', 'unfit-shape'],
  ] as const)('%s with %s: %s', (api, outputs, expected) => {
    expect(fate(api, outputs)).toBe(expected);
  });
});
