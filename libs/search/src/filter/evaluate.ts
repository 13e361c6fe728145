import { type TagSet, tagSetText } from '@sigcat/core';
import { type Condition, type Equality, type Filter, type Like, type Ordering } from './filter';
import { isLike } from './like';
import { type FilterSubject, numbersOf, textsOf } from './subject';

/** Is it one of the versions that the filter wants? See `parseFilter` for what conditions mean. */
export function evaluateFilter(filter: Filter, subject: FilterSubject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((part) => evaluateFilter(part, subject));
    case 'or':
      return filter.of.some((part) => evaluateFilter(part, subject));
    case 'not':
      return !evaluateFilter(filter.of, subject);
    default:
      return isMet(filter, subject);
  }
}

function isMet(condition: Condition, subject: FilterSubject): boolean {
  switch (condition.kind) {
    case 'text':
      return holds(textsOf(condition.field, subject), condition.test, (text) => text);
    case 'number':
      return holds(numbersOf(condition.field, subject), condition.test, (number) => number);
    case 'time':
      return holds([subject.publishedAt], condition.test, (time) => time.getTime());
    case 'tag-set':
      return holds([subject.tagSet], condition.test, (tags: TagSet) => tagSetText(tags));
  }
}

/** @param keyOf what values are compared by */
function holds<T>(
  values: readonly T[],
  test: Equality<T> | Ordering<T> | Like,
  keyOf: (value: T) => string | number,
): boolean {
  const keys = values.map(keyOf);
  switch (test.operator) {
    case '=':
      return keys.includes(keyOf(test.value));
    case '!=':
      return !keys.includes(keyOf(test.value));
    case 'IN':
      return test.values.some((value) => keys.includes(keyOf(value)));
    case 'LIKE':
      return keys.some((key) => isLike(String(key), test.pattern));
    case '<':
      return keys.some((key) => key < keyOf(test.value));
    case '<=':
      return keys.some((key) => key <= keyOf(test.value));
    case '>':
      return keys.some((key) => key > keyOf(test.value));
    case '>=':
      return keys.some((key) => key >= keyOf(test.value));
  }
}
