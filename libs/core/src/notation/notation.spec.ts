import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapeOf, unknownRank } from '../shape';
import { signatureOf } from '../signature';
import { dense, sparse } from '../tensor-spec';
import { anyName, anySignature, anyType } from '../testing/arbitraries';
import { parseSignature, parseType } from './parse';
import { printSignature, printType } from './print';
import { NotationError } from './scanner';

describe('the notation', () => {
  it.each([
    'serving_default(image: float32[?,224,224,3], k?: int64[]) -> (scores: float32[?,1000])',
    'f() -> ()',
    '""() -> (y: float32[...])',
    'tensorflow/serving/regress(inputs: string[?]) -> (outputs: float32[?,1])',
    'f("a b": float32[0,N,"2*N+1"]) -> (y: sparse int64[?,10])',
    'f(x: composite<RAGGED_TENSOR_SPEC>(float32[?], int64[?])) -> (y: composite<"my spec">() float32[3])',
    'f(x: 99[1], y: -5[]) -> ()',
  ])('prints what it parses: %s', (text) => {
    const { key, signature } = parseSignature(text);
    expect(printSignature(key, signature)).toBe(text);
  });

  it('tells unknown rank, unknown dim, scalar and size zero apart', () => {
    expect(parseType('float32[...]').shape).toEqual(unknownRank);
    expect(parseType('float32[?]').shape).toEqual(shapeOf('?'));
    expect(parseType('float32[]').shape).toEqual(shapeOf());
    expect(parseType('float32[0]').shape).toEqual(shapeOf(0));
  });

  it('sorts tensors by name and passes over white space', () => {
    expect(parseSignature(' f (b:int32[ ] ,a?: sparse  string[ ? , 2 ] )->( ) ')).toEqual({
      key: 'f',
      signature: signatureOf(
        [
          { name: 'a', dtype: 'string', shape: shapeOf('?', 2), encoding: sparse, optional: true },
          { name: 'b', dtype: 'int32', shape: shapeOf(), encoding: dense, optional: false },
        ],
        [],
      ),
    });
  });

  it('shows invisible and bidirectional characters as escapes', () => {
    expect(printSignature('\ufeffsig', signatureOf([], []))).toBe(String.raw`"\ufeffsig"() -> ()`);
    expect(printSignature('\u202ename\0', signatureOf([], []))).toBe(String.raw`"\u202ename\u0000"() -> ()`);
  });

  it.each([
    ['', 0, 'a signature key'],
    ['f(x float32[]) -> ()', 4, '`:`'],
    ['f(x: float33[]) -> ()', 12, 'a dtype ("float33" is none) before this'],
    ['f(x: float32[?,]) -> ()', 15, 'a size, `?` or a symbol'],
    ['f(x: float32[1) -> ()', 14, '`]`'],
    ['f(x: float32[9007199254740992]) -> ()', 29, 'a size below 2^53 before this'],
    ['f(x: int8[], x: int8[]) -> ()', 14, 'a name other than "x", which is there already'],
    ['f() -> (y?: int8[])', 9, '`:`'],
    ['f() -> () more', 10, 'the end'],
    ['f("\\x": int8[]) -> ()', 2, "a tensor name in quotes, with JSON's escapes"],
  ])('says where %j is wrong and what was expected', (text, position, expected) => {
    expect(() => parseSignature(text)).toThrow(expect.objectContaining({ position, expected }));
  });

  it('refuses a text that nests composites without end', () => {
    expect(() => parseType('composite<a>('.repeat(10_000))).toThrow(NotationError);
  });

  it('gives every signature back from its text', () => {
    fc.assert(
      fc.property(anyName, anySignature, (key, signature) => {
        expect(parseSignature(printSignature(key, signature))).toEqual({ key, signature });
      }),
    );
  });

  it('gives every type back from its text', () => {
    fc.assert(
      fc.property(anyType, (type) => {
        expect(parseType(printType(type))).toEqual(type);
      }),
    );
  });

  it('answers any text with a signature or a mistake', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseSignature(text);
        } catch (error) {
          expect(error).toBeInstanceOf(NotationError);
        }
      }),
    );
  });
});
