import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalForm } from './canonical';
import { digestBytes, digestFromBytes, signatureDigest } from './digest';
import { parseSignature } from './notation/parse';
import { type Signature, signatureOf } from './signature';
import { anySignature } from './testing/arbitraries';

const signature = (text: string): Signature => parseSignature(text).signature;

describe('the canonical form', () => {
  it('stays as it is, since digests are stored', () => {
    expect(canonicalForm(signature('f(x: float32[?,3], k?: int64[]) -> (y: sparse string[...])'))).toBe(
      '[1,[["k","int64",[],"dense",true,null],["x","float32",["?",3],"dense",false,null]],' +
        '[["y","string","...","sparse",false,null]]]',
    );
    expect(signatureDigest(signature('f() -> ()'))).toBe(
      'sha-256:b0dbe7c922cc6b1c0fcbf4dcc21775b8ccbed8c73707aa15bf5682325e014b14',
    );
  });

  it.each([
    ['the key', 'f(x: int8[]) -> ()', 'g(x: int8[]) -> ()'],
    ['the order of tensors', 'f(a: int8[], b: int8[]) -> ()', 'f(b: int8[], a: int8[]) -> ()'],
    ['the names of symbols', 'f(a: int8[N,M]) -> (y: int8[N])', 'f(a: int8[rows,cols]) -> (y: int8[rows])'],
  ])('does not depend on %s', (_, one, other) => {
    expect(signatureDigest(signature(one))).toBe(signatureDigest(signature(other)));
  });

  it.each([
    ['names', 'f(x: int8[]) -> ()', 'f(y: int8[]) -> ()'],
    ['directions', 'f(x: int8[]) -> ()', 'f() -> (x: int8[])'],
    ['unknown rank and scalar', 'f(x: int8[...]) -> ()', 'f(x: int8[]) -> ()'],
    ['unknown dim and size zero', 'f(x: int8[?]) -> ()', 'f(x: int8[0]) -> ()'],
    ['symbols that are equal or not', 'f(x: int8[N,N]) -> ()', 'f(x: int8[N,M]) -> ()'],
    ['symbol and unknown dim', 'f(x: int8[N]) -> ()', 'f(x: int8[?]) -> ()'],
    ['encodings', 'f(x: int8[]) -> ()', 'f(x: sparse int8[]) -> ()'],
    ['type specs', 'f(x: composite<A>()) -> ()', 'f(x: composite<B>()) -> ()'],
    ['optional and required', 'f(x?: int8[]) -> ()', 'f(x: int8[]) -> ()'],
  ])('tells %s apart', (_, one, other) => {
    expect(signatureDigest(signature(one))).not.toBe(signatureDigest(signature(other)));
  });

  it('is the same however the tensors are ordered', () => {
    fc.assert(
      fc.property(anySignature, ({ inputs, outputs }) => {
        const turned = signatureOf([...inputs].reverse(), [...outputs].reverse());
        expect(canonicalForm(turned)).toBe(canonicalForm({ inputs, outputs }));
      }),
    );
  });
});

describe('a digest', () => {
  it('is its bytes and back', () => {
    const digest = signatureDigest(signature('f() -> ()'));
    expect(digestFromBytes(digestBytes(digest))).toBe(digest);
  });

  it.each(['', 'sha-256:', 'sha-1:00', `sha-256:${'0'.repeat(63)}g`])('is refused when it is %j', (text) => {
    expect(() => digestBytes(text)).toThrow(RangeError);
  });
});
