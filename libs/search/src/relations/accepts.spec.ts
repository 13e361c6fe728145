import { describe, expect, it, jest } from '@jest/globals';
import { dense, printSignature, type Shape, type Signature, type TensorSpec, unknownDim } from '@sigcat/core';
import fc from 'fast-check';
import { parseQuery } from '../query/parse';
import { type DimAsked, type SearchQuery, type TensorAsked, type TensorsAsked } from '../query/query';
import { anyQuery, anySignature, anySignatureWithQuery, queryFor, relaxed } from '../testing/arbitraries';
import { sig } from '../testing/notation';
import { accepts } from './accepts';
import { Call, type CallSettings } from './call';
import { dropIn } from './drop-in';
import { likenessTo } from './names';

const image =
  '(image: float32[?,224,224,3], k?: int64[]) -> (embedding: float32[?,512], scores: float32[?,1000])';

function verdict(query: string, signature: string, settings: Partial<CallSettings> = {}): string | undefined {
  return accepts(parseQuery(query), settings)(sig(signature))?.verdict;
}

describe('accepting a caller', () => {
  it.each([
    ['an input of a size that it takes', '(image: float32[8,224,224,3])', image],
    ['an input of any size where it takes any', '(image: float32[?,224,224,3])', image],
    ['an input of any shape where it takes any', '(x: int8[...])', '(x: int8[...]) -> ()'],
    ['an input of a known rank where it takes any', '(x: int8[3])', '(x: int8[...]) -> ()'],
    ['an input of any name', '(float32[8,224,224,3])', image],
    ['an input of a similar name', '(~images: float32[8,224,224,3])', image],
    ['an input of any type', '(image: *)', image],
    ['an input of any size that is wanted', '(image: float32[*,*,*,*])', image],
    ['an optional input', '(image: *, k: int64[])', image],
    ['an optional input that is sent at times', '(image: *, k?: int64[])', image],
    ['whatever is needed beside', '(x: int8[3], ...)', '(x: int8[3], z: int8[3]) -> ()'],
    ['nothing where nothing is needed', '() -> ()', '(k?: int64[]) -> (y: int8[3])'],
    ['what is needed among more outputs', '-> (scores: float32[?,1000])', image],
    ['an output of a size that is among those needed', '-> (y: int8[?])', '() -> (y: int8[3])'],
    ['an output of one row', '-> (y: int8[?])', '(x: int8[?]) -> (y: int8[1])'],
    ['an output of one row for a row', '(int8[1]) -> (int8[?])', '(x: int8[?]) -> (y: int8[1])'],
    ['an output of one row for whatever', '(x: *) -> (int8[?])', '(x: int8[?]) -> (y: int8[1])'],
    ['an output of any shape', '-> (y: int8[...])', '() -> (y: int8[3])'],
    ['an output of any name', '-> (float32[?,512], float32[?,1000])', image],
    ['a sparse input', '(sparse int8[3])', '(x: sparse int8[3]) -> ()'],
    ['a tensor of any encoding', '(x: *) -> (composite)', '(x: sparse int8[3]) -> (y: composite<A>())'],
    ['equal sizes where they have to be equal', '(a: int8[K], b: int8[K])', '(a: int8[N], b: int8[N]) -> ()'],
  ])('is possible with %s: %s', (_, query, signature) => {
    expect(verdict(query, signature)).toBe('compatible');
  });

  it.each([
    ['an input of another size', '(image: float32[8,299,299,3])', image],
    ['an input of any size where it takes one', '(x: int8[?])', '(x: int8[3]) -> ()'],
    ['an input of any rank where it takes one', '(x: int8[...])', '(x: int8[?]) -> ()'],
    ['an input of another name', '(img: float32[8,224,224,3])', image],
    ['an input that it does not have', '(image: *, z: int64[])', image],
    ['an input without a name that it does not have', '(image: *, int8[])', image],
    ['an input twice that it has once', '(*, *, *)', image],
    ['two inputs by one name', '(~x: *, x: *)', '(x: int8[3], z?: int8[3]) -> ()'],
    ['two outputs by one name', '-> (~y: *, y: *)', '() -> (y: int8[3], z: int8[3])'],
    ['a narrower dtype', '(x: int32[])', '(x: int64[]) -> ()'],
    ['too few inputs', '(x: int8[3])', '(x: int8[3], z: int8[3]) -> ()'],
    ['no inputs', '()', image],
    ['an input left out that is required', '(x?: int8[3])', '(x: int8[3]) -> ()'],
    ['an output that it does not have', '-> (logits: *)', image],
    ['an output of another size', '-> (y: int8[3])', '() -> (y: int8[4])'],
    ['an output that may have another size', '-> (y: int8[3])', '() -> (y: int8[?])'],
    ['an output that may have another rank', '-> (y: int8[3])', '() -> (y: int8[...])'],
    ['an answer that does not go with the rows', '(int8[?]) -> (int8[?])', '(x: int8[?]) -> (y: int8[3])'],
    ['a dense tensor for a sparse one', '(int8[3])', '(x: sparse int8[3]) -> ()'],
    ['another composite', '(composite<B>)', '(x: composite<A>()) -> ()'],
  ])('is impossible with %s: %s', (_, query, signature) => {
    expect(verdict(query, signature)).toBeUndefined();
  });

  it.each(['tensor', 'json', 'both'] as const)(
    'judges few pairs of many types one by one (%s)',
    (transport) => {
      const types = (count: number, name: (i: number) => string): string =>
        Array.from({ length: count }, (_, i) => `${name(i)}float32[?,${i + 1}]`).join(', ');
      const verdicts = jest.spyOn(Call.prototype, 'verdict');
      const query = parseQuery(`(${types(30, () => '')}, ...)`);
      const signature = sig(`(${types(300, (i) => `x${i}: `)}) -> (y: float32[?])`);
      expect(accepts(query, { transport })(signature)).toMatchObject({ verdict: 'compatible' });
      expect(verdicts.mock.calls.length).toBeLessThan(100);
      verdicts.mockRestore();
    },
  );

  it.each<[string, string, string, Partial<CallSettings>, string | undefined]>([
    [
      'a shape not recorded',
      '-> (y: int8[3])',
      '() -> (y: int8[...])',
      { unknownShapes: 'warn' },
      'undecided',
    ],
    ['a dtype not recorded', '(x: int8[3])', '(x: unspecified[3]) -> ()', {}, 'compatible'],
    [
      'extra inputs',
      '(x: int8[3], z: int8[])',
      '(x: int8[3]) -> ()',
      { extraInputs: 'ignore' },
      'compatible',
    ],
    ['nameless extras', '(int8[3], int8[])', '(x: int8[3]) -> ()', { extraInputs: 'ignore' }, 'compatible'],
    [
      'required inputs',
      '(x: int8[3])',
      '(x: int8[3], z: int8[]) -> ()',
      { extraInputs: 'ignore' },
      undefined,
    ],
    [
      'narrow integers',
      '(x: int32[]) -> ()',
      '(x: int64[]) -> (y: int8[])',
      { transport: 'json' },
      'compatible',
    ],
    [
      'a second output',
      '-> (y: int8[])',
      '(x: int8[]) -> (y: int8[], z: int8[])',
      { transport: 'json' },
      undefined,
    ],
    [
      'its own output',
      '-> (y: int8[], ...)',
      '(x: int8[]) -> (y: int8[], z: int8[])',
      { transport: 'json' },
      'compatible',
    ],
    ['what JSON lacks', '(x: float16[])', '(x: float16[]) -> (y: int8[])', { transport: 'json' }, undefined],
    [
      'what JSON lacks beside',
      '(x: int8[]) -> (y: int8[])',
      '(x: int8[]) -> (y: int8[], z: float16[])',
      { transport: 'both' },
      undefined,
    ],
    [
      'what the caller takes JSON to carry',
      '(x: float16[])',
      '(x: float32[]) -> (y: int8[])',
      { transport: 'json' },
      undefined,
    ],
    ['sizes that may differ', '(a: int8[?], b: int8[?])', '(a: int8[N], b: int8[N]) -> ()', {}, 'undecided'],
    [
      'symbols of the same name',
      '(a: int8[N], b: int8[*])',
      '(a: int8[?], b: int8[N]) -> ()',
      {},
      'compatible',
    ],
    [
      'the only names',
      '(x: int8[]) -> (y: int8[])',
      '(a: int8[]) -> (b: int8[])',
      { transport: 'json' },
      'undecided',
    ],
    ['serialized examples', '(string[?])', '(examples: string[?]) -> (y: int8[?])', {}, 'compatible'],
    [
      'an API that is not asked for',
      '(inputs: string[?]) -> (scores: float32[?,2])',
      '(inputs: string[?]) -> (classes: string[?,2], more: int8[?], scores: float32[?,2])',
      {},
      'undecided',
    ],
  ])('depends on the settings with %s', (_, query, signature, settings, expected) => {
    expect(verdict(query, signature, settings)).toBe(expected);
  });

  it('tells what is sent and read as what, and what there is beside', () => {
    const query = parseQuery('(float32[8,224,224,3]) -> (~score: *[?,1000])');
    expect(accepts(query)(sig(image))).toEqual({
      verdict: 'compatible',
      inputs: { bindings: [{ asked: 0, name: 'image' }], extra: 1 },
      outputs: { bindings: [{ asked: 0, name: 'scores', similarity: 0.625 }], extra: 1 },
    });
    const ignored = accepts(parseQuery('(int8[], x: *, int8[])'), {
      extraInputs: 'ignore',
    })(sig('(x: int8[], y: int8[]) -> ()'));
    expect(ignored?.inputs).toEqual({
      bindings: [
        { asked: 0, name: 'y' },
        { asked: 1, name: 'x' },
      ],
      extra: 0,
    });
  });

  it.each([
    ['required inputs are provided for', '(int8[3])', '(a?: int8[3], b: int8[3]) -> ()', 'inputs', 'b'],
    ['what is sure is taken first', '-> (int8[3])', '() -> (a: int8[...], b: int8[3])', 'outputs', 'b'],
    [
      'rows are seen with the inputs',
      '(int8[?]) -> (int8[?])',
      '(x: int8[?]) -> (a: int8[1], b: int8[?])',
      'outputs',
      'b',
    ],
    [
      'rows are seen with the right inputs',
      '(int8[3], int8[?]) -> (int8[?])',
      '(a: int8[3], x: int8[?]) -> (a: int8[1], b: int8[?])',
      'outputs',
      'b',
    ],
  ] as const)('binds so that %s', (_, query, signature, direction, name) => {
    const found = accepts(parseQuery(query), { unknownShapes: 'warn' })(sig(signature));
    expect(found?.verdict).toBe('compatible');
    expect(found?.[direction].bindings).toEqual([{ asked: 0, name }]);
  });

  it('is possible over both transports where it is over tensors and an extra input is ignored', () => {
    const settings = { transport: 'both', unknownShapes: 'warn', extraInputs: 'ignore' } as const;
    const signature = '(a: unspecified[], b: unspecified[]) -> (y: float32[])';
    expect(verdict('(float32[3], ...)', signature, settings)).toBe(
      verdict('(float32[3], ...)', signature, { ...settings, transport: 'tensor' }),
    );
  });

  it('finds of a signature what it finds of it after others', () => {
    let found = 0;
    const anySettings = fc.record({
      transport: fc.constantFrom('tensor', 'json', 'both'),
      extraInputs: fc.constantFrom('reject', 'ignore'),
    });
    const anySearch = anySignature.chain((one) =>
      fc.tuple(fc.array(fc.oneof(relaxed(one), anySignature), { minLength: 2, maxLength: 5 }), queryFor(one)),
    );
    fc.assert(
      fc.property(anySearch, anySettings, ([signatures, query], settings) => {
        const accepted = accepts(query, settings);
        for (const signature of signatures) {
          const alone = accepts(query, settings)(signature);
          expect(accepted(signature)).toEqual(alone);
          if (alone) found++;
        }
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('is possible with the notation of the signature itself', () => {
    fc.assert(
      fc.property(anySignature, (signature) => {
        const query = parseQuery(printSignature('f', signature));
        expect(accepts(query)(signature)?.verdict).toBe('compatible');
      }),
    );
  });

  it('is possible with whatever can take the place of what accepts the caller', () => {
    const strict = { transport: 'tensor', unknownShapes: 'strict' } as const;
    const anyReplacement = anySignatureWithQuery.chain(([signature, query]) =>
      fc.tuple(fc.constant(query), fc.constant(signature), relaxed(signature)),
    );
    let replaced = 0;
    fc.assert(
      fc.property(anyReplacement, ([query, before, after]) => {
        if (accepts(query, strict)(before)?.verdict !== 'compatible') return;
        if (dropIn(before, after, strict) !== 'compatible') return;
        // What is left open may be found elsewhere now, where ties between axes are not certain.
        expect(accepts(query, strict)(after)).toBeDefined();
        replaced++;
      }),
      { numRuns: 2_000 },
    );
    expect(replaced).toBeGreaterThan(100);
  });

  it('is possible where sets of values say so, bound in one way or another', () => {
    const found = { yes: 0, no: 0 };
    const anyPair = anySignature
      .map(withoutTies)
      .chain((signature) => fc.tuple(fc.constant(signature), fc.oneof(anyQuery, queryFor(signature))));
    fc.assert(
      fc.property(anyPair, ([signature, asked]) => {
        const query = plainQuery(asked);
        const expected = canCall(query, signature);
        expect(accepts(query)(signature) !== undefined).toBe(expected);
        if (query.inputs.tensors.length + query.outputs.tensors.length > 0) found[expected ? 'yes' : 'no']++;
      }),
      { numRuns: 5_000 },
    );
    expect(found.yes).toBeGreaterThan(200);
    expect(found.no).toBeGreaterThan(200);
  });
});

/** The part of the world in which callers are nothing but sets of values: no encodings, no ties between axes. */
function withoutTies({ inputs, outputs }: Signature): Signature {
  const untied = (spec: TensorSpec): TensorSpec => ({
    ...spec,
    encoding: dense,
    shape: untiedShape(spec.shape),
  });
  return { inputs: inputs.map(untied), outputs: outputs.map(untied) };
}

function untiedShape(shape: Shape): Shape {
  if (shape.rank === 'unknown') return shape;
  return { ...shape, dims: shape.dims.map((dim) => (dim.kind === 'symbolic' ? unknownDim : dim)) };
}

/** Any number of rows of an output would be tied to those of the inputs. */
function plainQuery({ inputs, outputs }: SearchQuery): SearchQuery {
  return {
    inputs: plain(inputs, (dim) => dim),
    outputs: plain(outputs, (dim, axis) => (axis === 0 && dim.kind === 'unknown' ? { kind: 'any' } : dim)),
  };
}

function plain(
  { tensors, open }: TensorsAsked,
  dimOf: (dim: DimAsked, axis: number) => DimAsked,
): TensorsAsked {
  const untied = (dim: DimAsked, axis: number): DimAsked =>
    dimOf(dim.kind === 'symbolic' ? unknownDim : dim, axis);
  return {
    tensors: tensors.map(({ name, optional, dtype, shape }) => ({
      ...(name && { name }),
      optional,
      ...(dtype !== undefined && { dtype }),
      ...(shape && { shape: shape.rank === 'unknown' ? shape : { ...shape, dims: shape.dims.map(untied) } }),
    })),
    open,
  };
}

function canCall({ inputs, outputs }: SearchQuery, signature: Signature): boolean {
  const taken = (asked: TensorAsked, spec: TensorSpec): boolean =>
    (!asked.optional || spec.optional) && lies(asked, spec);
  return (
    bindings(inputs.tensors, signature.inputs, taken).some(
      (bound) => inputs.open || signature.inputs.every((spec) => spec.optional || bound.includes(spec)),
    ) && bindings(outputs.tensors, signature.outputs, contents).length > 0
  );
}

/** Every way to bind each tensor asked for to one of its own. */
function bindings(
  asked: readonly TensorAsked[],
  specs: readonly TensorSpec[],
  fits: (asked: TensorAsked, spec: TensorSpec) => boolean,
): TensorSpec[][] {
  let all: TensorSpec[][] = [[]];
  for (const one of asked) {
    const own = specs.filter((spec) => likenessTo(one.name)(spec.name) !== undefined && fits(one, spec));
    all = all.flatMap((so) => own.filter((spec) => !so.includes(spec)).map((spec) => [...so, spec]));
  }
  return all;
}

/** Is every value of what is asked for one of the tensor? What is left open is what the tensor is. */
function lies({ dtype, shape }: TensorAsked, spec: TensorSpec): boolean {
  if (dtype !== undefined && spec.dtype !== 'unspecified' && spec.dtype !== dtype) return false;
  if (shape === undefined || spec.shape.rank === 'unknown') return true;
  if (shape.rank === 'unknown' || shape.dims.length !== spec.shape.dims.length) return false;
  return spec.shape.dims.every((dim, axis) => {
    const asked = shape.dims[axis];
    return (
      dim.kind !== 'fixed' || asked?.kind === 'any' || (asked?.kind === 'fixed' && asked.size === dim.size)
    );
  });
}

/** Is every value of the tensor one of what is asked for? */
function contents({ dtype, shape }: TensorAsked, spec: TensorSpec): boolean {
  if (dtype !== undefined && dtype !== 'unspecified' && spec.dtype !== dtype) return false;
  if (shape === undefined || shape.rank === 'unknown') return true;
  if (spec.shape.rank === 'unknown' || shape.dims.length !== spec.shape.dims.length) return false;
  const { dims } = spec.shape;
  return shape.dims.every((asked, axis) => {
    const dim = dims[axis];
    return asked.kind !== 'fixed' || (dim?.kind === 'fixed' && dim.size === asked.size);
  });
}
