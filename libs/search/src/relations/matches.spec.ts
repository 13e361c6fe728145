import { describe, expect, it } from '@jest/globals';
import { type Signature, type TensorSpec } from '@sigcat/core';
import fc from 'fast-check';
import { parseQuery } from '../query/parse';
import { type SearchQuery, type TensorsAsked } from '../query/query';
import { anyQuery, anySignature, anySignatureWithQuery, queryFor } from '../testing/arbitraries';
import { sig } from '../testing/notation';
import { type TensorsFound } from './match';
import { matches } from './matches';
import { likenessTo } from './names';
import { typeFits } from './types';

const image =
  '(image: float32[?,224,224,3], k?: int64[]) -> (embedding: float32[?,512], scores: float32[?,1000])';

describe('matching', () => {
  it.each([
    ['anything', '*', image],
    ['an input', '(image: float32[?,224,224,3])', image],
    ['any name', '(float32[?,224,224,3])', image],
    ['a name that is just similar enough', '(~abcde: *)', '(abcfgh: int8[]) -> ()'],
    ['any dtype', '-> (embedding: *[?,512])', image],
    ['any shape', '(image: float32)', image],
    ['any rank', '(image: float32[...])', image],
    ['any dim', '(float32[*,?,N,*])', image],
    ['any type', '(image: *)', image],
    ['several outputs', '-> (*[?,1000], float32[?,512])', image],
    ['two of a kind', '-> (float32[?,?], float32[?,?])', image],
    ['an optional input', '(k?: int64[])', image],
    ['an optional input as any input', '(k: int64[])', image],
    ['no inputs', '()', '() -> (y: int8[])'],
    ['an unknown dim as any dim', '(x: int8[?])', '(x: int8[?]) -> ()'],
    ['a symbol as any dim', '(x: int8[?])', '(x: int8[N]) -> ()'],
    ['an unknown rank as any shape', '(x: int8[...])', '(x: int8[...]) -> ()'],
    ['a scalar', '(x: int8[])', '(x: int8[]) -> ()'],
    ['size 0', '(x: int8[0])', '(x: int8[0]) -> ()'],
    ['an unspecified dtype', '(x: unspecified[])', '(x: unspecified[]) -> ()'],
    ['a sparse tensor', '(sparse int8[3])', '(x: sparse int8[3]) -> ()'],
    ['a sparse tensor without saying so', '(x: *)', '(x: sparse int8[3]) -> ()'],
    ['a composite', '(composite)', '(x: composite<A>(int8[3])) -> ()'],
    ['a composite by class', '(composite<A>)', '(x: composite<A>(int8[3])) -> ()'],
    ['a composite by components', '(composite<A>(int8[N]))', '(x: composite<A>(int8[M])) -> ()'],
  ])('finds %s: %s', (_, query, signature) => {
    expect(matches(parseQuery(query), sig(signature))).toBeDefined();
  });

  it.each([
    ['another name', '(img: float32[?,224,224,3])', image],
    ['a name that is not similar enough', '(~image: *)', '(img: int8[]) -> ()'],
    ['another direction', '(embedding: *)', image],
    ['another dtype', '(float64[?,224,224,3])', image],
    ['another rank', '(float32[?,224,224])', image],
    ['another dim', '(float32[?,224,224,1])', image],
    ['more tensors than there are', '-> (float32, float32, float32)', image],
    ['one tensor for two', '-> (float32[?,512], float32[?,512])', image],
    ['inputs where there are to be none', '()', image],
    ['a required input as optional', '(image?: *)', image],
    ['a known dim in an unknown one', '(x: int8[3])', '(x: int8[?]) -> ()'],
    ['a rank in an unknown one', '(x: int8[?])', '(x: int8[...]) -> ()'],
    ['a scalar in an unknown rank', '(x: int8[])', '(x: int8[...]) -> ()'],
    ['a dtype in an unspecified one', '(x: int8)', '(x: unspecified[]) -> ()'],
    ['a dense tensor in a sparse one', '(x: *[3])', '(x: sparse int8[3]) -> ()'],
    ['a sparse tensor in a dense one', '(sparse)', '(x: int8[3]) -> ()'],
    ['another class', '(composite<B>)', '(x: composite<A>(int8[3])) -> ()'],
    ['other components', '(composite<A>(int8[2]))', '(x: composite<A>(int8[3])) -> ()'],
  ])('does not find %s: %s', (_, query, signature) => {
    expect(matches(parseQuery(query), sig(signature))).toBeUndefined();
  });

  it('tells what was found in what, how alike the names are, and how much there is beside', () => {
    expect(matches(parseQuery('(*[...]) -> (*[?,1000], ~embeddin: *)'), sig(image))).toEqual({
      inputs: { bindings: [{ asked: 0, name: 'image' }], extra: 1 },
      outputs: {
        bindings: [
          { asked: 0, name: 'scores' },
          { asked: 1, name: 'embedding', similarity: Math.fround(8 / 11) },
        ],
        extra: 0,
      },
    });
  });

  it.each([
    ['the most similar name', '-> (~embedding: *)', ['embedding']],
    ['the first', '-> (*)', ['a_embedding']],
    ['what leaves a choice to others', '-> (*, a_embedding: *)', ['embedding', 'a_embedding']],
    [
      'what is left over by those with less choice',
      '-> (*, ~embedding: *, a_embedding: *)',
      ['z', 'embedding', 'a_embedding'],
    ],
  ])('takes %s where several would do: %s', (_, query, names) => {
    const found = matches(
      parseQuery(query),
      sig('() -> (a_embedding: int8, embedding: int8, z: int8)'.replaceAll('int8', 'int8[]')),
    );
    expect(found?.outputs.bindings.map(({ name }) => name)).toEqual(names);
  });

  it('finds what says less of the signature', () => {
    fc.assert(
      fc.property(anySignatureWithQuery, ([signature, query]) => {
        expect(matches(query, signature)).toBeDefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('finds what can be bound one by one, as trying all ways shows', () => {
    const found = { yes: 0, no: 0 };
    const anyPair = anySignature.chain((signature) =>
      fc.tuple(fc.constant(signature), fc.oneof(anyQuery, queryFor(signature))),
    );
    fc.assert(
      fc.property(anyPair, fc.boolean(), ([signature, query], outputsOnly) => {
        const asked = outputsOnly ? { ...query, inputs: { tensors: [], open: true } } : query;
        const match = matches(asked, signature);
        expect(match !== undefined).toBe(matchesInSomeWay(asked, signature));
        if (match === undefined) found.no++;
        else {
          if (asked.inputs.tensors.length + asked.outputs.tensors.length > 0) found.yes++;
          expectBound(asked.inputs, signature.inputs, match.inputs);
          expectBound(asked.outputs, signature.outputs, match.outputs);
        }
      }),
      { numRuns: 4_000 },
    );
    expect(found.yes).toBeGreaterThan(100);
    expect(found.no).toBeGreaterThan(100);
  });
});

function matchesInSomeWay({ inputs, outputs }: SearchQuery, signature: Signature): boolean {
  return bindsInSomeWay(inputs, signature.inputs) && bindsInSomeWay(outputs, signature.outputs);
}

function bindsInSomeWay({ tensors, open }: TensorsAsked, specs: readonly TensorSpec[]): boolean {
  if (tensors.length === 0) return open || specs.length === 0;
  const [first, ...others] = tensors;
  return specs.some(
    (spec) =>
      first !== undefined &&
      likenessTo(first.name)(spec.name) !== undefined &&
      typeFits(first, spec) &&
      bindsInSomeWay(
        { tensors: others, open: true },
        specs.filter((other) => other !== spec),
      ),
  );
}

function expectBound({ tensors }: TensorsAsked, specs: readonly TensorSpec[], found: TensorsFound): void {
  const names = found.bindings.map(({ name }) => name);
  expect(new Set(names).size).toBe(tensors.length);
  expect(found.bindings.map(({ asked }) => asked)).toEqual(tensors.map((_, i) => i));
  expect(found.extra).toBe(specs.length - tensors.length);
}
