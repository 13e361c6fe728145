import { describe, expect, it } from '@jest/globals';
import { printSignature, signatureOf } from '@sigcat/core';
import fc from 'fast-check';
import { QueryError } from '../query-error';
import { anyQuery, anySignature } from '../testing/arbitraries';
import { fullSignature } from './full-signature';
import { parseQuery } from './parse';
import { printQuery } from './print';
import { anyTensors } from './query';

describe('a query', () => {
  it.each([
    [
      '(image: float32[?,224,224,3]) -> (*: float32[?,1000])',
      '(image: float32[?,224,224,3]) -> (float32[?,1000])',
    ],
    ['-> (embedding: *[?,512])', '-> (embedding: *[?,512])'],
    ['predict(...)', 'predict'],
    ['(float32[?,3])', '(float32[?,3])'],
    ['serving_default(x: int64[]) -> ', 'serving_default(x: int64[])'],
    ['~predict -> ()', '~predict -> ()'],
    ['predict->(y: *)', 'predict -> (y: *)'],
    ['tensorflow/serving/predict( x:int64 )', 'tensorflow/serving/predict(x: int64)'],
    ['"a b"("x y": [?,*,N,0,"2 N"])', '"a b"("x y": *[?,*,N,0,"2 N"])'],
    ['(x:, *, *[...], *: *, *?: int64)', '(x: *, *, *[...], *, *?: int64)'],
    ['(~image: *, ...) -> (...)', '(~image: *, ...)'],
    [
      '(string: *, int8, sparse: *, sparse, sparse int8[?])',
      '(string: *, int8, sparse: *, sparse *, sparse int8[?])',
    ],
    [
      '(composite, composite<A>, composite<"a b">(int8[2], sparse string[")"]) [3])',
      '(composite *, composite<A> *, composite<"a b">(int8[2], sparse string[")"]) *[3])',
    ],
    ['(...)', '*'],
    ['*', '*'],
    ['->', '*'],
    ['*(...) -> (...)', '*'],
  ])('reads %s as %s', (text, canonical) => {
    expect(printQuery(parseQuery(text))).toBe(canonical);
    expect(printQuery(parseQuery(canonical))).toBe(canonical);
  });

  it('tells what is left open from what is asked for', () => {
    expect(parseQuery('()')).toEqual({ inputs: { tensors: [], open: false }, outputs: anyTensors });
    expect(parseQuery('~f(x?: float32[?,*], ...) -> (*)')).toEqual({
      key: { kind: 'similar', name: 'f' },
      inputs: {
        tensors: [
          {
            name: { kind: 'is', name: 'x' },
            optional: true,
            dtype: 'float32',
            shape: { rank: 'known', dims: [{ kind: 'unknown' }, { kind: 'any' }] },
          },
        ],
        open: true,
      },
      outputs: { tensors: [{ optional: false }], open: false },
    });
  });

  it.each([
    ['', 0, 'a signature key, `(` or `->`'],
    ['  ', 2, 'a signature key, `(` or `->`'],
    ['f g', 2, '`(`, `->` or the end'],
    ['(x: *) (y: *)', 7, '`->` or the end'],
    ['-> y', 3, '`(` or the end'],
    ['-> (y: *) -> ', 10, 'the end'],
    ['(', 1, 'a tensor, such as `image: float32[?,3]`'],
    ['(x: *', 5, '`,` or `)`'],
    ['(x: *,)', 6, 'a tensor, such as `image: float32[?,3]`'],
    ['(..., x: *)', 4, '`)` after `...`'],
    ['(image)', 1, 'a dtype ("image" is none), or `:` after a name'],
    ['(flaot32[?])', 1, 'a dtype ("flaot32" is none, the nearest is float32), or `:` after a name'],
    ['(x: flaot32[?])', 4, 'a dtype ("flaot32" is none, the nearest is float32)'],
    ['(x float32)', 1, 'a dtype ("x" is none), or `:` after a name'],
    ['(~x)', 3, '`:` after the name'],
    ['("x")', 4, '`:` after the name'],
    ['(~: *)', 2, 'a tensor name with a letter or a digit after `~`'],
    ['(~"_": *)', 2, 'a tensor name with a letter or a digit after `~`'],
    ['~(x: *)', 1, 'a signature key with a letter or a digit after `~`'],
    ['"\\x"()', 0, "a signature key in quotes, with JSON's escapes"],
    ['("x: *)', 1, 'a second `"` after the one'],
    ['("x\\": *)', 1, 'a second `"` after the one'],
    ['(x: composite<A>("y))', 17, 'a second `"` after the one'],
    ['"a\\u0000"(x: *)', 0, 'a signature key without NUL or half a surrogate pair'],
    ['~"a\\u0000"()', 1, 'a signature key without NUL or half a surrogate pair'],
    ['(~"a\\u0000b": int8)', 2, 'a tensor name without NUL or half a surrogate pair'],
    ['("\\ud83d": int8)', 1, 'a tensor name without NUL or half a surrogate pair'],
    ['(x: int8["\\u0000"])', 9, 'a size, `?`, `*` or a symbol without NUL or half a surrogate pair'],
    ['(x: *, y: *, x: *)', 13, 'a name other than "x", which is there already'],
    ['() -> (y?: int8)', 8, '`:`, as outputs are never optional'],
    ['(x: int8[?)', 10, '`,` or `]`'],
    ['(x: int8[?,])', 11, 'a size, `?`, `*` or a symbol'],
    ['(x: int8[..])', 9, 'a size, `?`, `*` or a symbol'],
    ['(x: int8[... 3])', 13, '`]`'],
    ['(x: int8[-1])', 9, 'a size, `?`, `*` or a symbol'],
    ['(x: int8[9007199254740992])', 9, 'a size below 2^53'],
    ['(composite<)', 11, 'the class of a type spec'],
    ['(composite<A)', 12, '`>`'],
    ['(composite<A>(int8[*]))', 19, 'a size, `?` or a symbol'],
    ['(composite<A>(int8[])', 21, '`,` or `)`'],
    ['(composite<A>(int8', 18, '`[`'],
  ])('is refused where %j is wrong', (text, position, expected) => {
    expect(() => parseQuery(text)).toThrow(
      expect.objectContaining({ name: 'QueryError', position, expected }),
    );
  });

  it.each([
    ['a dtype', `(${'x'.repeat(60_000)})`],
    ['a dtype after a name', `(x: ${'y'.repeat(60_000)})`],
    ['a name that is there twice', `(${'x'.repeat(30_000)}: *, ${'x'.repeat(30_000)}: *)`],
  ])('shows the beginning of a long word where it is wrong as %s', (_, text) => {
    expect(() => parseQuery(text)).toThrow(/[xy]{100}….{1,200}$/);
    expect(() => parseQuery(text)).not.toThrow(/[xy]{101}/);
  });

  it('says where it is wrong by position, by line and column, and what stands there', () => {
    expect(() => parseQuery('(x: int8[,])')).toThrow(
      'expected a size, `?`, `*` or a symbol at position 9, but found ",])"',
    );
    expect(() => parseQuery('(x: int8,\n  y: int9\n)')).toThrow(
      expect.objectContaining({ line: 2, column: 6, position: 15, found: '"int9\\n)"' }),
    );
    expect(() => parseQuery('(\n')).toThrow(/at line 2, column 1, but found the end of the text$/);
  });

  it('is refused beyond its limits', () => {
    const limits = { maxQueryLength: 16, maxQueryTensors: 2 };
    expect(printQuery(parseQuery('(int8) -> (int8)', limits))).toBe('(int8) -> (int8)');
    expect(() => parseQuery('(int8) -> (int64)', limits)).toThrow(
      expect.objectContaining({ position: 16, expected: 'a query of at most 16 characters' }),
    );
    expect(() => parseQuery('(*,*)->(*)', limits)).toThrow(
      expect.objectContaining({ position: 8, expected: 'at most 2 tensors' }),
    );
    expect(() => parseQuery(`(${'*,'.repeat(32)}*)`)).toThrow(expect.objectContaining({ position: 65 }));
    expect(() => parseQuery(`(composite<a>${'(composite<a>'.repeat(5_000)}`)).toThrow(QueryError);
    expect(() => parseQuery('*'.repeat(65_537))).toThrow(expect.objectContaining({ position: 65_536 }));
  });

  it('comes back from its text', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(parseQuery(printQuery(query))).toEqual(query);
      }),
      { numRuns: 1_000 },
    );
  });

  it('comes of any text, or a mistake does', () => {
    const part = fc.constantFrom(
      ...[
        '(',
        ')',
        '->',
        '*',
        '~',
        'x',
        ':',
        '?',
        ',',
        '...',
        '[',
        ']',
        'int8',
        '"',
        'composite',
        '<',
        '>',
        '3',
        ' ',
      ],
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: part })), (text) => {
        try {
          const query = parseQuery(text);
          expect(parseQuery(printQuery(query))).toEqual(query);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a full signature', () => {
  it('is what the notation of one asks for, but for default values', () => {
    fc.assert(
      fc.property(anySignature, (signature) => {
        const inputs = signature.inputs.map(({ name, dtype, shape, encoding, optional }) => ({
          name,
          dtype,
          shape,
          encoding,
          optional,
        }));
        expect(fullSignature(parseQuery(printSignature('f', signature)))).toEqual({ ...signature, inputs });
      }),
    );
  });

  it('has its tensors in order of their names', () => {
    expect(fullSignature(parseQuery('(b: int8[], a: int8[]) -> ()'))).toEqual(
      fullSignature(parseQuery('(a: int8[], b: int8[]) -> ()')),
    );
    expect(fullSignature(parseQuery('() -> ()'))).toEqual(signatureOf([], []));
  });

  it.each([
    'f',
    '(x: int8[])',
    '-> (y: int8[])',
    '(x: int8[], ...) -> ()',
    '(int8[]) -> ()',
    '(~x: int8[]) -> ()',
    '(x: [3]) -> ()',
    '(x: int8) -> ()',
    '(x: int8[*]) -> ()',
    '(x: composite int8[]) -> ()',
    '(x: composite<A> int8[]) -> ()',
    '(x: composite<A>() int8) -> ()',
  ])('is not asked for by %s', (text) => {
    expect(fullSignature(parseQuery(text))).toBeUndefined();
  });
});
