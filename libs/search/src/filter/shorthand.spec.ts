import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyFilter, anySubject } from '../testing/filters';
import { evaluateFilter } from './evaluate';
import { parseFilter } from './parse';
import { allOf, type Shorthand, shorthandConditions } from './shorthand';

describe('a shorthand', () => {
  it.each<[Shorthand, string]>([
    [{ namespace: 'payments', model: 'fraud' }, 'namespace = payments AND model = fraud'],
    [{ model: 'fraud-*' }, `model LIKE 'fraud-%'`],
    [{ model: '*' }, `model LIKE '%'`],
    [{ methodName: '100%_*\\' }, `method_name LIKE '100\\%\\_%\\\\'`],
    [{ methodName: '100%' }, `method_name = '100%'`],
    [{ alias: 'production', format: 'onnx' }, 'alias = production AND format = onnx'],
    [{ frameworkVersion: '2.*' }, `framework_version LIKE '2.%'`],
    [{ tagSet: ['gpu', 'serve'] }, `tag_set = 'serve, gpu'`],
    [{ tagSet: [] }, `tag_set = ''`],
    [
      { labels: [{ key: 'team' }, { key: 'tier', value: 'gold' }] },
      `label.team LIKE '%' AND label.tier = gold`,
    ],
    [{ publishedSince: new Date('2025-01-31') }, 'published_at >= 2025-01-31'],
  ])('%j is %s', (shorthand, filter) => {
    expect(allOf(shorthandConditions(shorthand))).toEqual(parseFilter(filter));
  });

  it('of nothing is no filter', () => {
    expect(allOf(shorthandConditions({}))).toBeUndefined();
  });
});

it('all filters hold where each of them does', () => {
  fc.assert(
    fc.property(fc.array(anyFilter, { maxLength: 3 }), anySubject, (filters, subject) => {
      const all = allOf(filters);
      expect(all === undefined || evaluateFilter(all, subject)).toBe(
        filters.every((filter) => evaluateFilter(filter, subject)),
      );
    }),
  );
});
