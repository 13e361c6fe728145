import { describe, expect, it } from '@jest/globals';
import { type Answer, printAnswer, printRequest, type Request } from '../index';
import { model } from '../testing/models';
import { bare, columns, named, rows, tensorRequest, tensors } from '../testing/requests';

const version = model(
  'f(image: float32[?,2], "a b": unspecified[...]) -> (scores: float32[?,3], "y z": unspecified[...])',
  'one(image: int32[?]) -> (y: int64[?])',
);

describe('a request', () => {
  it.each<[string, Request, string]>([
    ['its tensors', tensorRequest({ image: 'float32[1,224,224,3]' }), 'f(image: float32[1,224,224,3])'],
    ['names in quotes', tensorRequest({ 'a b': 'sparse int8[2]' }), 'f("a b": sparse int8[2])'],
    ['tags', tensorRequest({}, { tagSet: ['gpu', 'serve'], key: 'a b' }), '{gpu,serve} "a b"()'],
    ['rows by name', rows(2, named({ image: [0, 0], 'a b': 1 })), 'f(image: float32[2,2], "a b": int64[2])'],
    ['rows without a name', { ...rows(2, bare(0)), key: 'one' }, 'one(image: int32[2])'],
    [
      'columns',
      columns(named({ image: [[0, 0]], 'a b': [0.5] })),
      'f(image: float32[1,2], "a b": float64[1])',
    ],
    ['text and bytes', columns(named({ 'a b': 'text' })), 'f("a b": string[])'],
    ['bools', columns(named({ 'a b': [true] })), 'f("a b": bool[1])'],
    [
      'examples',
      { api: 'classify', transport: 'json', examples: 3 },
      'classify serving_default(inputs: string[3])',
    ],
  ])('shows %s', (_, request, text) => {
    expect(printRequest(request, version)).toBe(text);
  });
});

describe('an answer', () => {
  const request = columns(named({}));

  it.each<[string, Answer, string]>([
    ['its tensors', { kind: 'tensors', outputs: tensors({ y: 'float32[1]' }) }, '(y: float32[1])'],
    [
      'predictions',
      { kind: 'predictions', predictions: 2, prediction: named({ scores: [0.5], 'y z': { b64: '' } }) },
      '(scores: float32[2,1], "y z": string[2])',
    ],
    ['columns', { kind: 'outputs', outputs: bare([0.5]) }, '(scores: float32[1])'],
    ['results', { kind: 'results', results: 2, fields: ['label', 'score'] }, '2 × (label, score)'],
    [
      'an error',
      { kind: 'failed', failure: { reason: 'rows-differ' } },
      'error: the outputs have not equally many rows',
    ],
    [
      'an error with an output',
      { kind: 'failed', failure: { reason: 'output-not-json', tensor: 'y z' } },
      'error: JSON cannot carry the dtype of output "y z"',
    ],
  ])('shows %s', (_, answer, text) => {
    expect(printAnswer(answer, request, version)).toBe(text);
  });
});
