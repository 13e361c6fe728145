import { dtypes, tagSet } from '@sigcat/core';
import fc from 'fast-check';
import { type Condition, type Equality, type Filter, type Ordering } from '../filter/filter';
import { isLikePattern } from '../filter/like';
import { type FilterSubject } from '../filter/subject';
import { anySignature } from './arbitraries';

/*
 * A small vocabulary again, so that filters hold of some subjects and not of others.
 */

const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', 'ab', 'b', '', 'serving_default') },
  { weight: 1, arbitrary: fc.constantFrom('and', "it's", 'A b', '%', '2.16') },
  { weight: 1, arbitrary: fc.string() },
);

const anyPattern = fc.oneof(fc.constantFrom('%', 'a%', '_', '%b', '\\_'), anyText).filter(isLikePattern);
const anyTime = fc.constantFrom(0, 1, 86_400_000).map((ms) => new Date(ms));
const anyTagSet = fc.array(fc.constantFrom('serve', 'gpu', '', 'a, b'), { maxLength: 2 }).map(tagSet);

function equality<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Equality<T>> {
  return fc.oneof(
    fc.record({ operator: fc.constantFrom('=', '!='), value }),
    fc.record({
      operator: fc.constant('IN' as const),
      values: fc.array(value, { minLength: 1, maxLength: 3 }),
    }),
  );
}

function comparison<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Equality<T> | Ordering<T>> {
  return fc.oneof(equality(value), fc.record({ operator: fc.constantFrom('<', '<=', '>', '>='), value }));
}

const like = fc.record({ operator: fc.constant('LIKE' as const), pattern: anyPattern });

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constantFrom('namespace', 'model', 'alias', 'key', 'input.name', 'label.a', 'label.x-y/z'),
    test: fc.oneof(equality(anyText), like),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    field: fc.constantFrom('input.dtype', 'output.dtype'),
    test: fc.oneof(equality(fc.constantFrom(...dtypes, '99')), like),
  }),
  fc.record({
    kind: fc.constant('number' as const),
    field: fc.constantFrom('version', 'input.rank', 'output.count'),
    test: comparison(fc.nat({ max: 3 })),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    field: fc.constant('published_at' as const),
    test: comparison(anyTime),
  }),
  fc.record({
    kind: fc.constant('tag-set' as const),
    field: fc.constant('tag_set' as const),
    test: equality(anyTagSet),
  }),
);

export const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyCondition,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
  ),
}));

export const anySubject: fc.Arbitrary<FilterSubject> = fc.record({
  namespace: anyText,
  model: anyText,
  version: fc.nat({ max: 3 }),
  aliases: fc.array(anyText, { maxLength: 2 }),
  format: anyText,
  frameworkVersion: anyText,
  labels: fc.dictionary(fc.constantFrom('a', 'x-y/z'), anyText),
  publishedAt: anyTime,
  tagSet: anyTagSet,
  key: anyText,
  methodName: anyText,
  signature: anySignature,
});
