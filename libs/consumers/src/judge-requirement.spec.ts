import { parseModel } from '@sigcat/compat';
import { describe, expect, it } from '@jest/globals';
import { judgeRequirement } from './judge-requirement';
import { requirementOf } from './testing/requirement-of';

const model = `
  serving_default(amount: float32[?,1], country: string[?,1], day?: int64[?,1] = 1) -> (score: float32[?,1], reason: string[?,1])
  embed(text: string[?]) -> (vector: float32[?,16])`;

/** The model with a text of it replaced. */
const but = (text: string, by: string): string => {
  if (!model.includes(text)) throw new Error(`there is no ${text}`);
  return model.replace(text, by);
};

/** Rules and levels of what a consumer is told; it sends amount and country, and reads the score. */
function told(candidate: string, using = 'serving_default(amount, country) -> (score)'): string[] {
  const report = judgeRequirement(requirementOf(using), parseModel(model), parseModel(candidate));
  return (report?.findings ?? []).map(({ level, rule }) => `${level} ${rule}`);
}

describe('a consumer', () => {
  it.each<[string, string, string[]]>([
    ['nothing changed', model, []],
    ['an output that nobody reads is gone', but(', reason: string[?,1]', ''), ['error output-removed']],
    [
      'an output that it reads changes its size',
      but('score: float32[?,1]', 'score: float32[?,2]'),
      ['error output-dim-changed'],
    ],
    [
      'an input that it sends takes another dtype',
      but('amount: float32', 'amount: int64'),
      ['error input-dtype-changed'],
    ],
    ['an input that it sends is gone', but('amount: float32[?,1], ', ''), ['error input-removed']],
    [
      'an input is asked for that was not',
      but('day?: int64[?,1] = 1', 'day: int64[?,1]'),
      ['error input-became-required'],
    ],
    [
      'another value stands in for an input that it leaves out',
      but('= 1', '= 2'),
      ['warning input-default-changed'],
    ],
    [
      'an input is new and asked for',
      but('country: string', 'city: string[?,1], country: string'),
      ['error input-added'],
    ],
    ['another signature is gone', but('embed(text: string[?]) -> (vector: float32[?,16])', ''), []],
    [
      'its signature is gone',
      'embed(text: string[?]) -> (vector: float32[?,16])',
      ['error default-signature-removed'],
    ],
    ['its tag set is gone', `{gpu}\n${model}`, ['error tag-set-removed']],
    ['there is a tag set more', `${model}\n{gpu}\nf(x: int64[]) -> ()`, []],
  ])('is told what touches it when %s', (_, candidate, findings) => {
    expect(told(candidate)).toEqual(findings);
  });

  it.each<[string, string, string, string[]]>([
    [
      'over tensor, an output that it does not read',
      but('reason: string[?,1]', 'reason: int64[?]'),
      'tensor',
      [],
    ],
    [
      'over json, an output that is gone and leaves the last one',
      but(', reason: string[?,1]', ''),
      'json',
      ['error output-removed'],
    ],
    ['over tensor, the same', but(', reason: string[?,1]', ''), 'tensor', []],
    [
      'over json, an output that JSON cannot carry',
      but('reason: string', 'reason: complex64'),
      'json',
      ['error output-dtype-not-json'],
    ],
    [
      'over json, an output that loses its rows',
      but('reason: string[?,1]', 'reason: string[4,1]'),
      'json',
      ['error output-batch-dim-fixed'],
    ],
    [
      'over tensor, an input that is read wider',
      but('amount: float32', 'amount: float64'),
      'tensor',
      ['error input-dtype-widened'],
    ],
    ['over json, the same', but('amount: float32', 'amount: float64'), 'json', ['info input-dtype-widened']],
  ])('is told of %s', (_, candidate, transport, findings) => {
    expect(told(candidate, `serving_default(amount, country) -> (score) over ${transport}`)).toEqual(
      findings,
    );
  });

  it('that sends eight rows does not care that the model takes no other number of them any more', () => {
    const fixed = model.replaceAll('[?,1]', '[8,1]');
    const using = 'serving_default(amount: float32[8,1], country: string[8,1]) -> (score)';
    expect(told(fixed, `${using} over tensor`).filter((finding) => finding.startsWith('error'))).toEqual([]);
    expect(told(fixed).filter((finding) => finding.startsWith('error'))).not.toEqual([]);
    expect(told(model, using)).toEqual([]);
  });

  it('is told nothing that is certain where its baseline does not have what it uses', () => {
    const report = judgeRequirement(requirementOf('gone() -> ()'), parseModel(model), parseModel(model));
    expect(report).toBeUndefined();
  });
});
