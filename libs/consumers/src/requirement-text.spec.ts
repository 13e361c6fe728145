import { describe, expect, it } from '@jest/globals';
import { parseType } from '@sigcat/core';
import { parseUse, parseUsedTensor } from './requirement-text';

describe('what is used of a signature', () => {
  it('is a query that names its tensors', () => {
    expect(parseUse('serving_default(amount: float32[?,1], country: *) -> (score: int64)')).toEqual({
      signatureKey: 'serving_default',
      inputs: [{ name: 'amount', type: parseType('float32[?,1]') }, { name: 'country' }],
      outputs: [{ name: 'score', type: parseType('int64[...]') }],
    });
  });

  it('may be as many tensors as models have', () => {
    const inputs = Array.from({ length: 1_000 }, (_, i) => `x${i}: *`).join(', ');
    expect(parseUse(`f(${inputs}) -> ()`).inputs).toHaveLength(1_000);
    expect(() =>
      parseUse(`f(${inputs}, ${inputs.replaceAll('x', 'y')}, ${inputs.replaceAll('x', 'z')}) -> ()`),
    ).toThrow('2048');
  });

  it.each([
    ['(x: *) -> (y: *)', /expected the key of a signature/],
    ['f(float32[?]) -> ()', /expected tensors with their names/],
    ['f(~x: *) -> ()', /expected tensors with their names/],
    ['f(x?: *) -> ()', /always sent/],
    ['f(x: *[3]) -> ()', /a dtype with each shape/],
    ['f(x: flot32[3]) -> ()', /position 5/],
  ])('is not %s', (text, message) => {
    expect(() => parseUse(text)).toThrow(message);
  });

  it.each([
    ['amount', { name: 'amount' }],
    ['amount: *', { name: 'amount' }],
    ['"a b"', { name: 'a b' }],
    ['amount: sparse float32[?,1]', { name: 'amount', type: parseType('sparse float32[?,1]') }],
  ])('may be written tensor by tensor: %s', (text, tensor) => {
    expect(parseUsedTensor(text)).toEqual(tensor);
  });

  it.each(['', 'a, b', 'a: float32[', '(a', 'a) -> ('])('is no tensor: %j', (text) => {
    expect(() => parseUsedTensor(text)).toThrow(/expected/);
  });
});
