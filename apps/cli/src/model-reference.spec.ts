import { describe, expect, it } from '@jest/globals';
import { parseModelReference, parseVersionReference, versionText } from './model-reference';

describe('a model', () => {
  it.each([
    ['fraud', 'default', 'fraud'],
    ['payments/fraud', 'payments', 'fraud'],
  ])('%s', (text, namespace, model) => {
    expect(parseModelReference(text)).toEqual({ namespace, model });
  });

  it.each(['', '/', 'a/b/c', 'fraud@3', '/fraud', 'fraud/', '.', '..', '../fraud'])('is not %j', (text) => {
    expect(() => parseModelReference(text)).toThrow(`${JSON.stringify(text)} is no name of a model`);
  });
});

describe('a version', () => {
  it.each([
    ['fraud@3', 'default', 'fraud', '3'],
    ['payments/fraud@latest', 'payments', 'fraud', 'latest'],
    ['fraud@production', 'default', 'fraud', '@production'],
    ['fraud@@production', 'default', 'fraud', '@production'],
    ['fraud@3rd', 'default', 'fraud', '@3rd'],
  ])('%s', (text, namespace, model, version) => {
    expect(parseVersionReference(text)).toEqual({ namespace, model, version });
  });

  it.each(['', 'fraud', 'fraud@', '@3', './fraud@3', '../fraud@3', '/fraud@3', 'a/b/c@3', 'a@1/b', 'a@b@c'])(
    'is not %j',
    (text) => {
      expect(parseVersionReference(text)).toBeUndefined();
    },
  );
});

it.each([
  ['default', 'fraud@3'],
  ['payments', 'payments/fraud@3'],
])('in the namespace %s is written %s', (namespace, text) => {
  expect(versionText({ namespace, model: 'fraud' }, 3)).toBe(text);
});
