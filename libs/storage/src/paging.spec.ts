import { describe, expect, it } from '@jest/globals';
import { pageOf, positionOf } from './paging';

describe('a page', () => {
  const position = (row: string): string[] => [row, 'x'];
  const identity = (row: string): string => row;

  it('has a token where the list goes on, which leads to the last item shown', () => {
    const page = pageOf('models', ['a', 'b', 'c'], { size: 2 }, position, identity);
    expect(page.items).toEqual(['a', 'b']);
    expect(positionOf({ size: 2, token: page.nextToken ?? '' }, 'models', 2)).toEqual(['b', 'x']);
  });

  it('has no token at the end of the list', () => {
    expect(pageOf('models', ['a', 'b'], { size: 2 }, position, identity)).toEqual({ items: ['a', 'b'] });
  });

  it('is the first without a token', () => {
    expect(positionOf({ size: 2 }, 'models', 2)).toBeUndefined();
  });

  it.each([
    ['', 'nothing'],
    ['!!!', 'no base64'],
    [Buffer.from('{"a":1}').toString('base64url'), 'no list'],
    [Buffer.from('["models","a"]').toString('base64url'), 'too few columns'],
    [Buffer.from('["models","a",1]').toString('base64url'), 'a number'],
    [Buffer.from('["models","a","\\u0000"]').toString('base64url'), 'a NUL'],
    [Buffer.from('["versions","a","x"]').toString('base64url'), 'another list'],
  ])('cannot be had for %j: %s', (token) => {
    expect(() => positionOf({ size: 2, token }, 'models', 2)).toThrow(
      expect.objectContaining({ code: 'invalid-page-token' }),
    );
  });
});
