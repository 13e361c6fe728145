import { expect, it } from '@jest/globals';
import { entityTagOf, isNamed } from './entity-tag';

it('tags a body by what is in it', () => {
  expect(entityTagOf('{"a":1}')).toMatch(/^W\/"[\w-]{27}"$/);
  expect(entityTagOf('{"a":1}')).toBe(entityTagOf('{"a":1}'));
  expect(entityTagOf('{"a":1}')).not.toBe(entityTagOf('{"a":2}'));
});

it.each<[string, string | undefined, boolean]>([
  ['"a"', '"a"', true],
  ['"a"', 'W/"a"', true],
  ['W/"a"', '"a"', true],
  ['W/"a"', 'W/"b", W/"a"', true],
  ['"a"', '"b","a"', true],
  ['"a, b"', '"c", "a, b"', true],
  ['"a"', '*', true],
  ['"a"', ' * ', true],
  ['"a"', undefined, false],
  ['"a"', '', false],
  ['"a"', 'a', false],
  ['"a"', '"b"', false],
  ['"a"', '"a', false],
  ['"a"', '"*"', false],
  ['"a"', '"xa"', false],
])('of %s, If-None-Match: %s is %s', (tag, header, named) => {
  expect(isNamed(tag, header)).toBe(named);
});
