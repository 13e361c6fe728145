import { describe, expect, it } from '@jest/globals';
import { parseSignature } from '@sigcat/core';
import { losesUse, servesClassify, servesRegress } from './apis';

describe('the classify API', () => {
  it.each([
    ['yes', '(inputs: string[?]) -> (scores: float32[?,2])'],
    ['yes', '(inputs: string[?]) -> (classes: string[?,2])'],
    ['yes', '(inputs: string[?]) -> (classes: string[?,2], scores: float32[?,2])'],
    ['yes', '(inputs: string[?]) -> (other: int8[], scores: float32[?,2])'],
    ['yes', '(inputs: string[...]) -> (scores: float32[?,2])'],
    ['maybe', '(inputs: unspecified[?]) -> (scores: float32[?,2])'],
    ['yes', '(inputs: string[8]) -> (scores: float32[8,2])'],
    ['yes', '(inputs: string[?]) -> (scores: float32[8,2])'],
    ['yes', '(inputs: string[?]) -> (classes: string[?,2], scores: float32[?,?])'],
    ['no', '(inputs: string[?]) -> (classes: string[?,2], scores: float32[?,3])'],
    ['no', '(inputs: string[?]) -> (classes: string[4,2], scores: float32[8,2])'],
    ['no', '(inputs: string[0]) -> (scores: float32[?,2])'],
    ['no', '(inputs: string[?]) -> (scores: float32[0,2])'],
    ['maybe', '(inputs: string[?]) -> (scores: float32[...])'],
    ['maybe', '(inputs: string[?]) -> (scores: unspecified[?,2])'],
    ['no', '(inputs: string[?]) -> (scores: float64[?,2])'],
    ['no', '(inputs: string[?]) -> (scores: float32[?])'],
    ['no', '(inputs: string[4]) -> (scores: float32[8,2])'],
    ['no', '(inputs: string[?]) -> (scores: sparse float32[?,2])'],
    ['no', '(inputs: string[?]) -> (classes: int64[?,2])'],
    ['no', '(inputs: string[?]) -> (classes: string[?,2], other: int8[], scores: float32[?,2])'],
    ['no', '(inputs: string[?]) -> (probabilities: float32[?,2])'],
    ['no', '(inputs: string[?]) -> ()'],
    ['no', '(examples: string[?]) -> (scores: float32[?,2])'],
    ['no', '(inputs: string[?], k: int64[]) -> (scores: float32[?,2])'],
    ['no', '(inputs: float32[?]) -> (scores: float32[?,2])'],
    ['no', '(inputs: string[?,1]) -> (scores: float32[?,2])'],
    ['no', '() -> (scores: float32[?,2])'],
  ])('has use (%s) for %s', (fit, text) => {
    expect(servesClassify(parseSignature(`f${text}`).signature).fit).toBe(fit);
  });
});

describe('the regress API', () => {
  it.each([
    ['yes', '(inputs: string[?]) -> (outputs: float32[?])'],
    ['yes', '(inputs: string[?]) -> (outputs: float32[?,1])'],
    ['maybe', '(inputs: string[?]) -> (outputs: float32[?,?])'],
    ['maybe', '(inputs: string[?]) -> (outputs: float32[...])'],
    ['no', '(inputs: string[?]) -> (outputs: float32[?,2])'],
    ['no', '(inputs: string[?]) -> (outputs: float32[])'],
    ['yes', '(inputs: string[?]) -> (outputs: float32[1])'],
    ['no', '(inputs: string[?]) -> (outputs: int64[?])'],
    ['no', '(inputs: string[?]) -> (other: float32[?], outputs: float32[?])'],
    ['no', '(inputs: string[?]) -> (price: float32[?])'],
    ['no', '(examples: string[?]) -> (outputs: float32[?])'],
  ])('has use (%s) for %s', (fit, text) => {
    expect(servesRegress(parseSignature(`f${text}`).signature).fit).toBe(fit);
  });
});

describe('the use of an API', () => {
  it.each([
    ['what fits does not any more', '[?]', 'scores: float32[?,2]', '[?]', 'y: float32[?,2]', true],
    ['what may have fitted does not', '[?]', 'scores: float32[...]', '[?]', 'scores: float32[?]', true],
    ['what fits may not', '[?]', 'scores: float32[?,2]', '[?]', 'scores: float32[...]', false],
    ['what did not fit does not', '[?]', 'y: float32[?]', '[?]', 'z: float32[?]', false],
    ['a fixed number is answered', '[?]', 'scores: float32[?,2]', '[?]', 'scores: float32[4,2]', true],
    ['another fixed number is', '[?]', 'scores: float32[3,2]', '[?]', 'scores: float32[4,2]', true],
    ['the fixed number of the input is', '[4]', 'scores: float32[?,2]', '[?]', 'scores: float32[4,2]', false],
    // The axis of the input has a finding of its own.
    ['a fixed number is taken too', '[?]', 'scores: float32[?,2]', '[4]', 'scores: float32[4,2]', false],
  ])('is lost or not where %s', (_, inputs, outputs, newInputs, newOutputs, lost) => {
    const use = (shape: string, gives: string) =>
      servesClassify(parseSignature(`f(inputs: string${shape}) -> (${gives})`).signature);
    expect(losesUse(use(inputs, outputs), use(newInputs, newOutputs))).toBe(lost);
  });
});
