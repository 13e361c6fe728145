import { parseModel } from '@sigcat/compat';
import { describe, expect, it } from '@jest/globals';
import { mistakesIn } from './mistakes';
import { requirementOf } from './testing/requirement-of';

const model = parseModel(`
  serving_default(amount: float32[?,1], country: string[?,1], day?: int64[?,1] = 1) -> (score: float32[?,1], reason: string[?,1])
  raw(x: complex64[?]) -> (y: float32[?])`);

const mistakes = (text: string): string[] =>
  mistakesIn(requirementOf(text), model).map(({ at, message }) => `${at}: ${message}`);

describe('a declaration', () => {
  it.each([
    'serving_default(amount, country) -> (score)',
    'serving_default(amount, country, day) -> (score, reason) over json',
    'serving_default(amount: float32[8,1], country: string[8,1]) -> (score: float32[...]) over tensor',
    'serving_default(amount, country) -> ()',
    'raw(x) -> (y) over tensor',
  ])('of %s is taken', (text) => {
    expect(mistakes(text)).toEqual([]);
  });

  it.each([
    ['predict(x) -> (y)', '/signature: There is no signature predict, only raw, serving_default.'],
    [
      'serving_default(amout, country) -> (score)',
      '/inputs/0: There is no input amout, only amount, country, day.',
    ],
    [
      'serving_default(amount, country) -> (scores)',
      '/outputs/0: There is no output scores, only reason, score.',
    ],
    ['serving_default(amount) -> (score)', '/inputs: A call has to send country as well.'],
    ['raw(x) -> (y) over json', '/transport: The signature cannot be called over JSON.'],
    [
      'serving_default(amount: int64[?,1], country) -> (score)',
      '/inputs/0: Input amount takes float32, was int64.',
    ],
    [
      'serving_default(amount, country) -> (score: float32[?,3])',
      '/outputs/0: Axis 1 of output score has the size 1, was 3.',
    ],
  ])('of %s is refused with the reason', (text, mistake) => {
    expect(mistakes(text)).toEqual([mistake]);
  });

  it('of a tag set that is not there is refused', () => {
    const requirement = { ...requirementOf('raw(x) -> (y)'), tagSet: ['gpu'] };
    expect(mistakesIn(requirement, model)).toEqual([
      { at: '/tag_set', message: 'There is no tag set gpu, only serve.' },
    ]);
  });
});
