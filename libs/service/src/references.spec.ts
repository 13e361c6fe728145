import { expect, it } from '@jest/globals';
import { labelFiltersOf, selectorOf, versionAddressed } from './references';

it.each([
  ['latest', { by: 'latest' }],
  ['12', { by: 'number', number: 12 }],
  ['@production', { by: 'alias', alias: 'production' }],
] as const)('takes %s for a version', (reference, selector) => {
  expect(selectorOf(reference)).toEqual(selector);
});

it.each([
  ['fraud@3', 'default', 'fraud', { by: 'number', number: 3 }],
  ['payments/fraud@latest', 'payments', 'fraud', { by: 'latest' }],
  ['payments/fraud@production', 'payments', 'fraud', { by: 'alias', alias: 'production' }],
] as const)('takes the address %s for a version of a model', (address, namespace, model, selector) => {
  expect(versionAddressed(address)).toEqual({ namespace, model, selector });
});

it('splits a label filter at the first equals sign', () => {
  expect(labelFiltersOf(['team', 'a=b', 'x=1=2', 'empty='])).toEqual([
    { key: 'team' },
    { key: 'a', value: 'b' },
    { key: 'x', value: '1=2' },
    { key: 'empty', value: '' },
  ]);
});
