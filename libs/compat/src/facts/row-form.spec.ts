import { describe, expect, it } from '@jest/globals';
import { parseSignature } from '@sigcat/core';
import { parseModel } from '../notation/parse-model';
import { factsBetween } from './between-models';
import { takesRows } from './row-form';

describe('the row form', () => {
  it.each([
    ['(a: int8[?]) -> (y: int8[?])', true],
    ['(a: int8[...], b: int8[?,3]) -> (y: int8[...])', true],
    ['() -> (y: int8[?])', false],
    ['(a: int8[?]) -> ()', false],
    ['(a: int8[?], b: int8[]) -> (y: int8[?])', false],
    ['(a: int8[?]) -> (y: int8[?], z: int8[])', false],
    ['(a: int8[3], b: int8[4]) -> (y: int8[?])', false],
    ['(a: int8[3], b: int8[?]) -> (y: int8[3])', true],
    ['(a: int8[3], b: int8[?]) -> (y: int8[?], z: int8[4])', false],
    // One row could be sent, and three answers come: nobody says that this is wrong.
    ['(a: int8[3]) -> (y: int8[4])', true],
    ['(a: int8[?]) -> (y: int8[3], z: int8[4])', false],
    ['(a: int8[0]) -> (y: int8[?])', false],
    ['(a: int8[?]) -> (y: int8[0])', false],
    // As long as the second axis of a is of that size.
    ['(a: int8[?,M]) -> (y: int8[M], z: int8[4])', true],
    ['(a: int8[3,M], b: int8[M,M]) -> (y: int8[M], z: int8[4])', false],
  ])('of %s works: %s', (text, works) => {
    expect(takesRows(parseSignature(`f${text}`).signature)).toBe(works);
  });
});

describe('an output that is new has a row for each row of the others', () => {
  it.each([
    ['a: int8[?]', 'y: int8[?], z: int8[?]', 'x: int8[?]', 'yes'],
    ['a: int8[?]', 'y: int8[?], z: int8[?]', 'x: int8[]', 'no'],
    ['a: int8[?]', 'y: int8[?], z: int8[?]', 'x: int8[4]', 'no'],
    ['a: int8[?]', 'y: int8[?], z: int8[?]', 'x: int8[...]', 'maybe'],
    ['a: int8[...]', 'y: int8[?], z: int8[?]', 'x: int8[4]', 'maybe'],
    // Beside an output of four rows only four could be sent.
    ['a: int8[?]', 'y: int8[?], z: int8[4]', 'x: int8[4]', 'yes'],
    ['a: int8[?]', 'y: int8[?], z: int8[4]', 'x: int8[?]', 'yes'],
    ['a: int8[?]', 'y: int8[?], z: int8[4]', 'x: int8[5]', 'no'],
    ['a: int8[?]', 'y: int8[4], z: int8[4]', 'x: int8[?]', 'no'],
    ['a: int8[4]', 'y: int8[4], z: int8[4]', 'x: int8[?]', 'maybe'],
    // Where nobody decides on the number of rows, any may come: they may have differed before.
    ['a: int8[4]', 'y: int8[?], z: int8[?]', 'x: int8[4]', 'yes'],
    ['a: int8[4]', 'y: int8[K], z: int8[K]', 'x: int8[4]', 'maybe'],
    ['a: int8[4]', 'y: int8[K], z: int8[K]', 'x: int8[K]', 'yes'],
    ['a: int8[4]', 'y: int8[K], z: int8[K]', 'x: int8[?]', 'maybe'],
    // A tie to an axis that does not count the rows.
    ['a: int8[?,N]', 'y: int8[?], z: int8[?]', 'x: int8[N]', 'no'],
    ['a: int8[?,N]', 'y: int8[N], z: int8[N]', 'x: int8[N]', 'yes'],
    ['a: int8[N,N]', 'y: int8[?], z: int8[?]', 'x: int8[N]', 'yes'],
    ['a: int8[?,4]', 'y: int8[4], z: int8[4]', 'x: int8[4]', 'yes'],
    // What did not work cannot be spoilt.
    ['a: int8[]', 'y: int8[?], z: int8[?]', 'x: int8[]', 'yes'],
    ['a: int8[?]', 'y: int8[?], z: int8[]', 'x: int8[]', 'yes'],
    ['a: int8[?]', 'y: int8[3], z: int8[4]', 'x: int8[5]', 'yes'],
  ])('with (%s) -> (%s) and %s: %s', (inputs, outputs, added, fit) => {
    const before = `f(${inputs}) -> (${outputs})`;
    const after = `f(${inputs}) -> (${outputs}, ${added})`;
    const found = (from: string, to: string) =>
      factsBetween(parseModel(from), parseModel(to)).flatMap((fact) =>
        fact.subject === 'output' && fact.aspect === 'presence' ? [fact.sharesRows] : [],
      );
    expect(found(before, after)).toEqual([fit]);
    expect(found(after, before)).toEqual([fit]);
  });

  it('by what a symbol meant before, when it has moved', () => {
    const before = 'f(a: int8[?,N], b: int8[M]) -> (y: int8[N], z: int8[N])';
    const after = (symbol: string) =>
      `f(a: int8[?,K], b: int8[L]) -> (x: int8[${symbol}], y: int8[K], z: int8[K])`;
    const found = (symbol: string) =>
      factsBetween(parseModel(before), parseModel(after(symbol))).flatMap((fact) =>
        fact.subject === 'output' && fact.aspect === 'presence' ? [fact.sharesRows] : [],
      );
    expect([found('K'), found('L')]).toEqual([['yes'], ['no']]);
  });
});
