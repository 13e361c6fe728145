import { expect, it } from '@jest/globals';
import { compareTagSets, tagSet, tagSetText } from './tag-set';

it('knows no order and no repetition', () => {
  expect(tagSet(['train', 'serve', 'train'])).toEqual(['serve', 'train']);
});

it('has one text a set, commas in tags included', () => {
  expect(tagSetText(['gpu', 'serve'])).toBe('gpu,serve');
  expect(tagSetText(['gpu,serve'])).toBe('gpu\\,serve');
  expect(tagSetText([''])).not.toBe(tagSetText([]));
  expect(compareTagSets(['gpu', 'serve'], ['gpu,serve'])).not.toBe(0);
});
