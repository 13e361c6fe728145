import { expect, it } from '@jest/globals';
import { labelFiltersOf, selectorOf } from './references';

it.each([
  ['latest', { by: 'latest' }],
  ['12', { by: 'number', number: 12 }],
  ['@production', { by: 'alias', alias: 'production' }],
] as const)('takes %s for a version', (reference, selector) => {
  expect(selectorOf(reference)).toEqual(selector);
});

it('splits a label filter at the first equals sign', () => {
  expect(labelFiltersOf(['team', 'a=b', 'x=1=2', 'empty='])).toEqual([
    { key: 'team' },
    { key: 'a', value: 'b' },
    { key: 'x', value: '1=2' },
    { key: 'empty', value: '' },
  ]);
});
