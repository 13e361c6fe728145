import { describe, expect, it } from '@jest/globals';
import { Problem } from '@sigcat/problems';
import { byteRange } from './byte-range';

describe('a range of 100 bytes', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-1', { start: 99, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
  ])('is found in %s', (header, range) => {
    expect(byteRange(header, 100)).toEqual(range);
  });

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=5-1',
    'bytes=0-1,5-6',
    'items=0-1',
    'bytes=1e3-',
    'bytes=-0x1',
  ])('is the whole for %j', (header) => {
    expect(byteRange(header, 100)).toBeUndefined();
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('cannot be had for %s', (header) => {
    expect(() => byteRange(header, 100)).toThrow(Problem);
  });
});
