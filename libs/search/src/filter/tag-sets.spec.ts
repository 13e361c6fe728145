import { describe, expect, it } from '@jest/globals';
import { tagSet } from '@sigcat/core';
import fc from 'fast-check';
import { parseTagSet, printTagSet } from './tag-sets';

describe('a tag set in a filter', () => {
  it.each([
    ['serve', ['serve']],
    ['serve,gpu', ['gpu', 'serve']],
    [' serve , gpu ,', ['gpu', 'serve']],
    ['serve,serve', ['serve']],
    ['', []],
    [' , ', []],
    ['""', ['']],
    ['"",a', ['', 'a']],
    ['a\\,b', ['a,b']],
    ['\\ a b\\ ', [' a b ']],
    ['\\"\\"', ['""']],
    ['a\\', ['a\\']],
  ])('is read from %j as %j', (text, tags) => {
    expect(parseTagSet(text)).toEqual(tags);
  });

  it('comes back from its text', () => {
    const tag = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(' ', ',', '\\', '"', 'a') }));
    fc.assert(
      fc.property(fc.array(tag).map(tagSet), (tags) => {
        expect(parseTagSet(printTagSet(tags))).toEqual(tags);
      }),
      { numRuns: 1_000 },
    );
  });
});
