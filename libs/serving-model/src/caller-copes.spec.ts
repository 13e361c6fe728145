import { describe, expect, it } from '@jest/globals';
import { type Answer, callerCopes, type FailureReason, type Request, serverMayAnswer } from './index';
import { model } from './testing/models';
import { bare, columns, named, rows, tensorRequest, tensors } from './testing/requests';

/* § is the section of the domain's rules that says so. */

const complaint = (outputs: string, answer: Answer, request: Request, inputs = 'x: int8[?]'): string => {
  const ruling = callerCopes(model(`f(${inputs}) -> (${outputs})`), answer, request);
  if (ruling.ok) return 'copes';
  const { reason, tensor, axis } = ruling.objection;
  return [reason, tensor, axis].filter((part) => part !== undefined).join(' ');
};

describe('a caller over tensors', () => {
  const sent = tensorRequest({ x: 'int8[2]' });

  it.each([
    ['what its version may give (§1)', 'y: float32[?,3]', { y: 'float32[2,3]' }, 'copes'],
    ['any size for an unknown dim (§1)', 'y: float32[?]', { y: 'float32[0]' }, 'copes'],
    ['any shape for an unknown rank (§1)', 'y: float32[...]', { y: 'float32[]' }, 'copes'],
    ['any dtype where there was none', 'y: unspecified[]', { y: 'string[]' }, 'copes'],
    ['more classes than its buffers have', 'y: float32[10]', { y: 'float32[11]' }, 'wrong-size y 0'],
    ['another rank', 'y: float32[?]', { y: 'float32[2,1]' }, 'wrong-rank y'],
    ['another dtype', 'y: float32[]', { y: 'float64[]' }, 'wrong-dtype y'],
    ['another encoding', 'y: int8[?]', { y: 'sparse int8[1]' }, 'wrong-encoding y'],
    ['outputs that it does not know', 'y: int8[]', { y: 'int8[]', z: 'int8[]' }, 'copes'],
    ['the lack of one that it reads', 'y: int8[], z: int8[]', { y: 'int8[]' }, 'missing-output z'],
    [
      'sizes that were equal and are not',
      'y: int8[N], z: int8[N]',
      { y: 'int8[2]', z: 'int8[3]' },
      'unequal-sizes z 0',
    ],
  ])('is given %s', (_, outputs, answer, expected) => {
    expect(complaint(outputs, { kind: 'tensors', outputs: tensors(answer) }, sent)).toBe(expected);
  });

  it('counts on the size of an input where a symbol ties an output to it', () => {
    const answer = (type: string): Answer => ({ kind: 'tensors', outputs: tensors({ y: type }) });
    expect(complaint('y: int8[1,N]', answer('int8[1,2]'), sent, 'x: int8[N]')).toBe('copes');
    expect(complaint('y: int8[1,N]', answer('int8[1,3]'), sent, 'x: int8[N]')).toBe('unequal-sizes y 1');
  });

  // §4, output-batch-dim-fixed: one answer per request instead of one per row.
  it.each([
    ['as many rows as it sent', 'y: int8[?,3]', 'int8[2,3]', 'copes'],
    ['one row for two', 'y: int8[?,3]', 'int8[1,3]', 'wrong-rows y 0'],
    ['one row for two, of an unknown rank', 'y: int8[...]', 'int8[1,3]', 'copes'],
    ['the rows that its version always gave', 'y: int8[1,3]', 'int8[1,3]', 'copes'],
  ])('is given %s', (_, outputs, type, expected) => {
    const answer: Answer = { kind: 'tensors', outputs: tensors({ y: type }) };
    expect(complaint(outputs, answer, { ...sent, rows: 2 })).toBe(expected);
  });

  it('reads what it asked for, where it did', () => {
    const some = { ...sent, outputFilter: ['y'] };
    const answer: Answer = { kind: 'tensors', outputs: tensors({ y: 'int8[]' }) };
    expect(complaint('y: int8[], z: int8[]', answer, some)).toBe('copes');
    expect(serverMayAnswer(model('f(x: int8[?]) -> (y: int8[], z: int8[])'), some, answer)).toBe(true);
  });
});

describe('a caller over JSON', () => {
  const column = (output: Parameters<typeof bare>[0]): Answer => ({ kind: 'outputs', outputs: bare(output) });

  // §4, output-added: REST prints one output as bare values, several as objects.
  it.each([
    ['bare values for one output', 'y: int8[]', bare(1), 'copes'],
    ['bare values whatever the output is called (§4)', 'z: int8[]', bare(1), 'copes'],
    ['objects in place of bare values', 'y: int8[]', named({ y: 1, z: 1 }), 'names-unexpected'],
    ['bare values in place of objects', 'y: int8[], z: int8[]', bare(1), 'names-expected'],
    ['one object more', 'y: int8[], z: int8[]', named({ x: 1, y: 1, z: 1 }), 'copes'],
    ['one object less', 'y: int8[], z: int8[]', named({ x: 1, y: 1 }), 'missing-output z'],
    // §4, output-bytes-suffix-changed: REST switches between text and base64 objects.
    ['text for text', 'y: string[]', bare('text'), 'copes'],
    ['base64 for text', 'y: string[]', bare({ b64: '' }), 'wrong-dtype y'],
    ['base64 for bytes', 'y_bytes: string[]', bare({ b64: '' }), 'copes'],
    ['text for bytes', 'y_bytes: string[]', bare('text'), 'wrong-dtype y_bytes'],
    // §4, output-dtype-widened: int64 may pass 2^53 in a JSON client.
    ['whole numbers of its dtype', 'y: int32[]', bare(2 ** 31 - 1), 'copes'],
    ['larger ones', 'y: int32[]', bare(2 ** 31), 'out-of-range y'],
    ['2^53 for an int64', 'y: int64[]', bare(2n ** 53n), 'copes'],
    ['decimals for decimals', 'y: float32[]', bare(0.5), 'copes'],
    ['decimals beyond float32', 'y: float32[]', bare(1e39), 'out-of-range y'],
    ['whole numbers for decimals', 'y: float32[]', bare(1), 'wrong-dtype y'],
    ['decimals for whole numbers', 'y: int32[]', bare(0.5), 'wrong-dtype y'],
    ['anything for no dtype', 'y: unspecified[]', bare(true), 'copes'],
    ['lists of another size', 'y: int8[3]', bare([1, 1]), 'wrong-size y 0'],
    ['an empty list for shapes that look so', 'y: int8[0,3]', bare([]), 'copes'],
    ['an empty list for others', 'y: int8[1,3]', bare([]), 'wrong-size y 0'],
    ['an empty list for fewer axes', 'y: int8[1]', bare([[]]), 'wrong-rank y'],
  ])('is given %s', (_, outputs, answer, expected) => {
    expect(complaint(outputs, { kind: 'outputs', outputs: answer }, columns(bare([1])))).toBe(expected);
  });

  it.each([
    ['a prediction for each instance', 2, bare([1, 1, 1]), 'copes'],
    ['one for two', 1, bare([1, 1, 1]), 'wrong-rows y 0'],
    ['smaller ones', 2, bare([1, 1]), 'wrong-size y 1'],
    ['objects', 2, named({ y: 1, z: 1 }), 'names-unexpected'],
  ])('is given %s', (_, predictions, prediction, expected) => {
    const answer: Answer = { kind: 'predictions', predictions, prediction };
    expect(complaint('y: int8[?,3]', answer, rows(2, bare(1)))).toBe(expected);
  });

  it('wants the form that goes with its request', () => {
    expect(complaint('y: int8[?]', column([1, 1]), rows(2, bare(1)))).toBe('wrong-form');
    expect(complaint('y: int8[]', column(1), tensorRequest({ x: 'int8[1]' }))).toBe('wrong-form');
  });

  it('copes with an error only where its version may run into it', () => {
    const error = (tensor: string, reason: FailureReason = 'unrecorded-not-json'): Answer => ({
      kind: 'failed',
      failure: { reason, tensor },
    });
    const sent = columns(bare([1]));
    expect(complaint('y: int8[?]', error('y'), sent)).toBe('unrecorded-not-json y');
    expect(complaint('y: unspecified[?]', error('y'), sent)).toBe('copes');
    expect(complaint('y: unspecified[?]', error('z'), sent)).toBe('unrecorded-not-json z');
    expect(complaint('y: unspecified[?]', error('y', 'output-not-json'), sent)).toBe('output-not-json y');
  });
});

describe.each(['classify', 'regress'] as const)('a caller of the %s API', (api) => {
  const request: Request = { key: 'f', api, transport: 'tensor', examples: 2 };
  const outputs = { classify: 'classes: string[2,3], scores: float32[2,3]', regress: 'outputs: float32[2]' }[
    api
  ];
  const fields = { classify: ['label', 'score'] as const, regress: ['value'] as const }[api];

  it.each([
    ['a result for each example', 2, fields, 'copes'],
    ['one for two', 1, fields, 'wrong-rows'],
    ['results with nothing in them', 2, [], 'missing-field'],
  ])('is given %s', (_, results, found, expected) => {
    expect(
      complaint(outputs, { kind: 'results', results, fields: found }, request, 'inputs: string[?]'),
    ).toBe(expected);
  });
});

it('has no expectations of what its version does not have', () => {
  const nowhere = callerCopes(model(), { kind: 'tensors', outputs: new Map() }, tensorRequest({}));
  expect(nowhere).toEqual({ ok: false, objection: { reason: 'no-such-signature' } });
});
