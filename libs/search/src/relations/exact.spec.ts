import { describe, expect, it } from '@jest/globals';
import { printSignature, type Signature, signatureOf } from '@sigcat/core';
import fc from 'fast-check';
import { parseQuery } from '../query/parse';
import { anySignature } from '../testing/arbitraries';
import { sig } from '../testing/notation';
import { exact, exactnessOf, typesDigest } from './exact';
import { matches } from './matches';

describe('an exact query', () => {
  it.each([
    ['(b: int8[?], a?: int8[3]) -> (y: string[])', 'identical'],
    ['any_key(b: int8[?], a?: int8[3]) -> (y: string[])', 'identical'],
    ['(x: int8[?], y?: int8[3]) -> (b: string[])', 'same-types'],
    ['(b: int8[?], a: int8[3]) -> (y: string[])', undefined],
    ['(b: int8[?], a?: int8[?]) -> (y: string[])', undefined],
    ['(b: int8[?], a?: int8[3]) -> ()', undefined],
    ['(b: int8[?], a?: int8[3])', undefined],
    ['(*: int8[?], a?: int8[3]) -> (y: string[])', undefined],
  ])('finds by %s: %s', (query, exactness) => {
    expect(exact(parseQuery(query), sig('(a?: int8[3], b: int8[?]) -> (y: string[])'))).toBe(exactness);
  });

  it('takes symbols for the same by what they tie, not by their names', () => {
    expect(
      exact(parseQuery('(a: int8[N,N], b: int8[N]) -> ()'), sig('(a: int8[K,K], b: int8[K]) -> ()')),
    ).toBe('identical');
    expect(exact(parseQuery('(a: int8[N,N]) -> ()'), sig('(a: int8[N,M]) -> ()'))).toBeUndefined();
  });

  it('finds a signature by its own notation, and finds what it matches', () => {
    fc.assert(
      fc.property(anySignature, (signature) => {
        const query = parseQuery(printSignature('f', signature));
        const hasDefaults = signature.inputs.some((spec) => spec.default !== undefined);
        expect(exact(query, signature)).toBe(hasDefaults ? 'same-notation' : 'identical');
        expect(matches(query, signature)).toMatchObject({ inputs: { extra: 0 }, outputs: { extra: 0 } });
      }),
    );
  });
});

describe('exactness', () => {
  it('is of the notation where a format has an order', () => {
    const { inputs, outputs } = sig('(a: int8[], b: int64[]) -> ()');
    const turned: Signature = { inputs: [...inputs].reverse(), outputs };
    expect(exactnessOf(signatureOf(inputs, outputs), turned)).toBe('same-notation');
  });

  it('is of types under any names, which one digest shows', () => {
    fc.assert(
      fc.property(anySignature, ({ inputs, outputs }) => {
        const renamed = signatureOf(
          inputs.map((spec, i) => ({ ...spec, name: `in${9 - i}` })),
          outputs.map((spec, i) => ({ ...spec, name: `out${9 - i}` })),
        );
        const signature = signatureOf(inputs, outputs);
        expect(typesDigest(renamed)).toBe(typesDigest(signature));
        expect(exactnessOf(signature, renamed)).toBe(
          inputs.length + outputs.length > 0 ? 'same-types' : 'identical',
        );
      }),
    );
  });

  it('is told by the digest of types', () => {
    fc.assert(
      fc.property(anySignature, anySignature, (a, b) => {
        expect(typesDigest(a) === typesDigest(b)).toBe(exactnessOf(a, b) !== undefined);
      }),
    );
    expect(typesDigest(sig('(a: int8[]) -> ()'))).not.toBe(typesDigest(sig('() -> (a: int8[])')));
  });
});
