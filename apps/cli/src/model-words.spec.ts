import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { modelAndCandidate, modelAndPath } from './model-words';
import { Folder } from './testing/models';

const fraud = { namespace: 'default', model: 'fraud' };

it.each([
  [['fraud', './export'], undefined, { model: fraud, path: './export' }],
  [['./export'], 'fraud', { model: fraud, path: './export' }],
  [['payments/fraud', 'fraud'], 'spam', { model: { ...fraud, namespace: 'payments' }, path: 'fraud' }],
])('takes %j with the model %s of the repository', (words, usual, expected) => {
  expect(modelAndPath(words, usual)).toEqual(expected);
  expect(modelAndCandidate(words, usual)).toEqual(expected);
});

it.each([
  [['fraud@5'], undefined, '5'],
  [['fraud@production'], 'spam', '@production'],
  [['fraud', 'fraud@latest'], undefined, 'latest'],
  [['default/fraud', 'fraud@5'], undefined, '5'],
])('takes %j for a version', (words, usual, version) => {
  expect(modelAndCandidate(words, usual)).toEqual({ model: fraud, version });
});

it('takes what is there for a path, whatever it is called', () => {
  const folder = new Folder();
  const path = join(folder.path, 'fraud@5');
  mkdirSync(path);
  expect(modelAndCandidate(['fraud', path], undefined)).toEqual({ model: fraud, path });
  folder.remove();
});

it.each([
  [['./export'], 'which model? Write it before "./export", or into .sigcat.yaml'],
  [['spam', 'fraud@5'], '"fraud@5" is no version of "spam"'],
  [['../fraud', './export'], '"../fraud" is no name of a model'],
])('refuses %j', (words, message) => {
  expect(() => modelAndCandidate(words, undefined)).toThrow(message);
});
