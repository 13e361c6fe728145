import { describe, expect, it } from '@jest/globals';
import { type Signature } from '@sigcat/core';
import fc from 'fast-check';
import { parseQuery } from '../query/parse';
import { type SearchQuery } from '../query/query';
import { typesDigest } from '../relations/exact';
import { matches } from '../relations/matches';
import { anyQuery, anySignature, anySignatureWithQuery } from '../testing/arbitraries';
import { sig } from '../testing/notation';
import { tokensOfQuery } from './of-query';
import { tokensOf } from './of-signature';

describe('the tokens of a signature', () => {
  it('say what its tensors are and how many', () => {
    const signature = sig('(image: float32[?,224,3], k?: int64[], z: float32[...]) -> (y: sparse int8[2,N])');
    expect(tokensOf(signature)).toEqual([
      `=:${typesDigest(signature)}`,
      'i:q:2',
      ...['i:c:3', 'i:#1', 'i:n:image', 'i:nt:float32:image', 'i:ntr:float32/3:image', 'i:r:3'],
      ...['i:td:float32/3/0=?', 'i:d:3/1=224', 'i:td:float32/3/1=224', 'i:d:3/2=3', 'i:td:float32/3/2=3'],
      ...['i:t:float32', 'i:tr:float32/3'],
      ...[
        'i:#2',
        'i:n:k',
        'i:nt:int64:k',
        'i:ntr:int64/0:k',
        'i:o',
        'i:r:0',
        'i:ts:int64[]',
        'i:t:int64',
        'i:tr:int64/0',
      ],
      ...['i:#3', 'i:n:z', 'i:nt:float32:z', 'i:ntr:float32/?:z', 'i:tr:float32/?', 'i:t:float32#2'],
      ...[
        'o:c:1',
        'o:#1',
        'o:n:y',
        'o:nt:int8:y',
        'o:ntr:int8/2:y',
        'o:e:sparse',
        'o:r:2',
        'o:d:2/0=2',
        'o:td:int8/2/0=2',
      ],
      ...['o:td:int8/2/1=?', 'o:t:int8', 'o:tr:int8/2'],
    ]);
  });

  it('count tensors of a kind no further than to four', () => {
    const many = Array.from({ length: 9 }, (_, i) => `x${i}: int8[2]`).join();
    const tokens = tokensOf(sig(`(${many}) -> ()`));
    expect(tokens).toEqual(expect.arrayContaining(['i:c:9', 'i:#4', 'i:t:int8#4', 'i:tr:int8/1#4', 'o:c:0']));
    expect(tokens.filter((one) => one.includes('#5'))).toEqual([]);
  });

  it('are at most 17 a tensor and short, however many axes there are', () => {
    const sizes = Array.from({ length: 254 }, () => Number.MAX_SAFE_INTEGER).join();
    const tokens = tokensOf(sig(`(x?: sparse float32[${sizes}]) -> ()`));
    expect(tokens).toHaveLength(5 + 16);
    expect(Math.max(...tokens.map((one) => one.length))).toBeLessThan(80);
    expect(tokensOf(sig('(x?: sparse float32[1,2,3,4]) -> ()'))).toHaveLength(5 + 17);
  });
});

describe('the tokens of a query', () => {
  it.each([
    ['*', []],
    ['()', ['i:c:0']],
    ['(*)', ['i:#1']],
    ['(*, *, ~x: *)', ['i:#1', 'i:#2', 'i:#3']],
    ['(x: *)', ['i:n:x']],
    ['(x: float32)', ['i:nt:float32:x']],
    ['(x: float32[...])', ['i:nt:float32:x']],
    ['(float32)', ['i:t:float32']],
    ['(~x: float32[?,3])', ['i:td:float32/2/1=3']],
    ['(float32[?,?])', ['i:tr:float32/2']],
    ['(*[?,3])', ['i:d:2/1=3']],
    ['(*[?,?])', ['i:r:2']],
    ['(x: float32[?,3])', ['i:td:float32/2/1=3', 'i:ntr:float32/2:x']],
    ['(x: float32[?,?])', ['i:ntr:float32/2:x']],
    ['(x: [2,3])', ['i:d:2/0=2', 'i:d:2/1=3', 'i:n:x']],
    ['(float32[2,3])', ['i:ts:float32[2,3]']],
    ['(float32[])', ['i:ts:float32[]']],
    ['(int8[1,2,3,4,5])', ['i:td:int8/5/0=1', 'i:td:int8/5/1=2', 'i:td:int8/5/2=3', 'i:td:int8/5/3=4']],
    ['(*[?,?,?,?,5])', ['i:r:5']],
    ['(sparse, x?: *)', ['i:e:sparse', 'i:o', 'i:n:x', 'i:#2']],
    [
      '-> (int8[?], int8[?], int8)',
      ['o:tr:int8/1', 'o:#2', 'o:t:int8#2', 'o:tr:int8/1#2', 'o:t:int8', 'o:#3', 'o:t:int8#3'],
    ],
  ])('of %s are %j', (query, tokens) => {
    expect(tokensOfQuery(parseQuery(query))).toEqual(tokens);
  });

  it('are all tokens of whatever matches', () => {
    fc.assert(
      fc.property(anySignatureWithQuery, ([signature, query]) => {
        expect(missing(query, signature)).toEqual([]);
      }),
      { numRuns: 5_000 },
    );
    let matched = 0;
    fc.assert(
      fc.property(anySignature, oneTensor, (signature, query) => {
        if (!matches(query, signature)) return;
        expect(missing(query, signature)).toEqual([]);
        matched++;
      }),
      { numRuns: 5_000 },
    );
    // Some 530, give or take 25.
    expect(matched).toBeGreaterThan(300);
  });

  it('are tokens of little else, where one tensor is asked for by its type', () => {
    fc.assert(
      fc.property(anySignature, oneTensor.map(byType), (signature, query) => {
        const [tensor] = query.outputs.tensors;
        const { shape } = tensor ?? {};
        const sizes = shape?.rank === 'known' ? shape.dims.filter(({ kind }) => kind === 'fixed').length : 0;
        // Several sizes may be those of several tensors, and how a tensor is encoded is not told of dense ones.
        const isDense = signature.outputs.every(({ encoding }) => encoding.kind === 'dense');
        if (sizes > 1 || !isDense || (shape?.rank === 'known' && shape.dims.length > 4)) return;
        expect(missing(query, signature).length === 0).toBe(matches(query, signature) !== undefined);
      }),
      { numRuns: 5_000 },
    );
  });
});

/** The tokens of the query that the signature does not have. */
function missing(query: SearchQuery, signature: Signature): string[] {
  const tokens = new Set(tokensOf(signature));
  return tokensOfQuery(query).filter((one) => !tokens.has(one));
}

/** Queries for one output. */
const oneTensor: fc.Arbitrary<SearchQuery> = anyQuery.map(({ inputs, outputs }) => ({
  inputs: { tensors: [], open: true },
  outputs: { tensors: [...outputs.tensors, ...inputs.tensors, { optional: false }].slice(0, 1), open: false },
}));

function byType(query: SearchQuery): SearchQuery {
  const tensors = query.outputs.tensors.map(({ dtype, shape }) => ({
    optional: false,
    ...(dtype !== undefined && { dtype }),
    ...(shape && { shape }),
  }));
  return { ...query, outputs: { tensors, open: false } };
}
