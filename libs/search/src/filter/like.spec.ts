import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLike, isLikePattern } from './like';

describe('LIKE', () => {
  it.each([
    ['', '', true],
    ['', '%', true],
    ['', '_', false],
    ['abc', 'abc', true],
    ['abc', 'ab', false],
    ['abc', 'a%', true],
    ['abc', '%c', true],
    ['abc', '%b%', true],
    ['abc', 'a_c', true],
    ['abc', '%%%', true],
    ['aab', '%ab', true],
    ['a\nb', 'a_b', true],
    ['👍🏽', '__', true],
    ['a%', 'a\\%', true],
    ['ab', 'a\\%', false],
    ['a\\', 'a\\\\', true],
    ['ab', '\\a\\b', true],
  ])('of %j and %j is %s', (text, pattern, expected) => {
    expect(isLike(text, pattern)).toBe(expected);
  });

  it('is what a regular expression says', () => {
    const unit = fc.constantFrom('a', 'b', '%', '_');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), fc.string({ unit, maxLength: 6 }), (text, pattern) => {
        const expression = new RegExp(`^${pattern.replaceAll('%', '.*').replaceAll('_', '.')}$`);
        expect(isLike(text, pattern)).toBe(expression.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes no longer than the lengths let it', () => {
    expect(isLike('a'.repeat(5_000), `${'%a'.repeat(500)}b`)).toBe(false);
  });

  it('has no pattern that ends with a backslash', () => {
    expect(['', 'a', '\\\\', '\\a', '\n'].map(isLikePattern)).toEqual([true, true, true, true, true]);
    expect(['\\', 'a\\', '\\\\\\'].map(isLikePattern)).toEqual([false, false, false]);
  });
});
