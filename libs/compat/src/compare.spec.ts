import { describe, expect, it } from '@jest/globals';
import { type Dim, type ModelSignatures } from '@sigcat/core';
import fc from 'fast-check';
import { findRule } from './catalogue';
import { compare } from './compare';
import { type Finding, fingerprintOf } from './finding';
import { parseModel } from './notation/parse-model';
import { judge } from './report';
import { anyDensePair, anyModel, anyModelPair, modelOf } from './testing/arbitraries';
import { servesAllCallers } from './testing/set-model';

const strict = { unknownShapes: 'strict' } as const;

/** What sets of values can tell. */
const tensorStrict = { ...strict, transport: 'tensor' } as const;

const between = (before: string, after: string): Finding[] => compare(parseModel(before), parseModel(after));

const brief = (findings: readonly Finding[]): string[] =>
  findings.map(({ level, rule, path }) => `${level} ${rule} ${path}`);

describe('comparing', () => {
  it.each([
    [
      'a key with slashes and tildes',
      '"a/b~c"(x: int8[]) -> ()',
      '"a/b~c"(x: int8[1]) -> ()',
      '/serve/a~1b~0c/inputs/x/dims',
    ],
    ['an empty key and name', '""("": int8[2]) -> ()', '""("": int8[3]) -> ()', '/serve//inputs//dims/0'],
    [
      'a name like a property of every object',
      'f(__proto__: int8[]) -> ()',
      'f() -> ()',
      '/serve/f/inputs/__proto__',
    ],
    ['an empty tag set', '{}\nf() -> (y: int8[0])', '{}\nf() -> (y: int8[1])', '//f/outputs/y/dims/0'],
    ['a tag with a slash', '{a/b, c}\nf() -> ()', '{a/b, c}\n', '/a~1b,c/f'],
    ['a dtype without a name', 'f(x: 99[]) -> ()', 'f(x: 98[]) -> ()', '/serve/f/inputs/x/dtype'],
  ])('points at %s', (_, before, after, path) => {
    expect(between(before, after).map((one) => one.path)).toEqual([path]);
  });

  it('gives each change of a tensor its own finding, errors first, then by path', () => {
    const before = 'f(x: int32[?,3,?], k: int64[]) -> (y: float32[2])';
    const after = 'f(x: int64[?,4,5], k?: int64[]) -> (y: float32[?])';
    expect(brief(between(before, after))).toEqual([
      'error input-dim-changed /serve/f/inputs/x/dims/1',
      'error input-dim-restricted /serve/f/inputs/x/dims/2',
      'error input-dtype-widened /serve/f/inputs/x/dtype',
      'warning output-dim-relaxed /serve/f/outputs/y/dims/0',
      'info input-became-optional /serve/f/inputs/k/optional',
    ]);
  });

  it('says where, what and why, and has a fingerprint', () => {
    const findings = between(
      'serving_default(image: float32[?,224]) -> (y: int8[])',
      'serving_default(image: float32[?,256]) -> (y: int8[])',
    );
    expect(findings.map(fingerprintOf)).toEqual(['e50cc65d2b3c38e4']);
    expect(findings).toEqual([
      {
        rule: 'input-dim-changed',
        level: 'error',
        path: '/serve/serving_default/inputs/image/dims/1',
        tagSet: ['serve'],
        signatureKey: 'serving_default',
        before: '224',
        after: '256',
        message: 'Axis 1 of input image takes the size 256, was 224.',
        levels: {
          backward: { tensor: 'error', json: 'error' },
          forward: { tensor: 'error', json: 'error' },
        },
      },
    ]);
  });

  it('shows names with invisible characters in quotes', () => {
    const [finding] = between(String.raw`f("\u202ex": int8[]) -> ()`, 'f() -> ()');
    expect(finding?.message).toBe(String.raw`Input "\u202ex": int8[] is gone.`);
  });

  it('takes the first of several graphs with one tag set, and of several signatures with one key', () => {
    const first = '{serve}\nf(x: int8[1]) -> ()';
    expect(
      between(`${first}\n{serve}\nf(x: int8[2]) -> ()`, `${first}\n{serve}\nf(x: int8[3]) -> ()`),
    ).toEqual([]);
    expect(between(`${first}\nf(x: int8[2]) -> ()`, `${first}\nf(x: int8[3]) -> ()`)).toEqual([]);
  });

  it('knows a signature again under another key, though a symbol that ties nothing is gone', () => {
    const rules = (after: string) =>
      between('f(x: int8[N], k: int8[N,M]) -> ()', after).map(({ rule }) => rule);
    expect(rules('g(x: int8[K], k: int8[K,?]) -> ()')).toEqual(['signature-renamed']);
    expect(rules('g(x: int8[?], k: int8[?,?]) -> ()')).toEqual(['signature-removed', 'signature-added']);
  });

  it('passes over what follows from another format', () => {
    const onnx = 'format: onnx\n{}\nmain(x: int8[2]) -> ()';
    expect(brief(between('main(x: int8[1]) -> ()', onnx))).toEqual(['error format-changed ']);
    expect(brief(between('{}\nmain(x: int8[1]) -> ()', onnx))).toEqual([
      'error format-changed ',
      'error input-dim-changed //main/inputs/x/dims/0',
    ]);
  });

  it('finds nothing between a model and itself', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        expect(compare(model, structuredClone(model))).toEqual([]);
      }),
    );
  });

  it('does not depend on the order of graphs, signatures and tensors', () => {
    fc.assert(
      fc.property(anyModelPair, fc.gen(), ([before, after], generate) => {
        const shuffle: Shuffle = (items) =>
          generate(() => fc.shuffledSubarray([...items], { minLength: items.length }));
        expect(compare(permuted(before, shuffle), permuted(after, shuffle))).toEqual(compare(before, after));
      }),
    );
  });

  it('does not look at the names inside the graph', () => {
    fc.assert(
      fc.property(anyModelPair, fc.string(), ([before, after], name) => {
        expect(compare(before, rebound(after, name))).toEqual(compare(before, after));
      }),
    );
  });

  it('takes a symbol for an unknown dim that may be equal to others', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        for (const { rule } of compare(model, withoutSymbols(model)))
          expect(rule).toBe('dim-equality-removed');
      }),
    );
  });

  it('does not look at the names of symbols', () => {
    fc.assert(
      fc.property(anyModelPair, ([before, after]) => {
        expect(brief(compare(before, withSymbolsRenamed(after)))).toEqual(brief(compare(before, after)));
      }),
    );
  });

  it('reports rules of the catalogue only, and each change once', () => {
    fc.assert(
      fc.property(anyModelPair, ([before, after]) => {
        const findings = compare(before, after);
        for (const { rule } of findings) expect(findRule(rule)?.id).toBe(rule);
        expect(new Set(findings.map(fingerprintOf)).size).toBe(findings.length);
      }),
    );
  });

  it('is never milder for being strict', () => {
    fc.assert(
      fc.property(anyModelPair, ([before, after]) => {
        const { counts } = judge(before, after);
        const stricter = judge(before, after, strict).counts;
        expect(stricter.error).toBeGreaterThanOrEqual(counts.error);
        expect(stricter.info).toBe(counts.info);
      }),
    );
  });

  it('calls an error, when strict, just what breaks a caller in a model of all requests and answers', () => {
    const seen = { breaks: 0, works: 0 };
    fc.assert(
      fc.property(anyDensePair, ([before, after]) => {
        const findings = compare(modelOf(before), modelOf(after), tensorStrict);
        const breaks = findings.some(({ level }) => level === 'error');
        expect({ breaks, findings: brief(findings) }).toMatchObject({
          breaks: !servesAllCallers(before, after),
        });
        if (findings.length > 0) seen[breaks ? 'breaks' : 'works']++;
      }),
      { numRuns: 3_000 },
    );
    expect(Math.min(seen.breaks, seen.works)).toBeGreaterThan(50);
  });
});

type Shuffle = <Item>(items: readonly Item[]) => Item[];

function permuted(model: ModelSignatures, shuffle: Shuffle): ModelSignatures {
  const graphs = model.graphs.map(({ tagSet, signatures }) => ({
    tagSet,
    signatures: shuffle(signatures).map((named) => ({
      ...named,
      signature: { inputs: shuffle(named.signature.inputs), outputs: shuffle(named.signature.outputs) },
    })),
  }));
  return { ...model, graphs: shuffle(graphs) };
}

function rebound(model: ModelSignatures, tensorName: string): ModelSignatures {
  const graphs = model.graphs.map((graph) => ({
    ...graph,
    signatures: graph.signatures.map((named) => ({
      ...named,
      bindings: {
        inputs: new Map(named.signature.inputs.map(({ name }) => [name, { tensorName }])),
        outputs: new Map(named.signature.outputs.map(({ name }) => [name, { tensorName }])),
      },
    })),
  }));
  return { ...model, graphs };
}

/** The same model with every symbol turned into an unknown dim. */
function withoutSymbols(model: ModelSignatures): ModelSignatures {
  return withSymbols(model, () => ({ kind: 'unknown' }));
}

function withSymbolsRenamed(model: ModelSignatures): ModelSignatures {
  return withSymbols(model, ({ name }) => ({ kind: 'symbolic', name: `other ${name}` }));
}

function withSymbols(model: ModelSignatures, turn: (symbol: SymbolicDim) => Dim): ModelSignatures {
  return JSON.parse(
    JSON.stringify(model, (_, value: unknown) => (isSymbol(value) ? turn(value) : value)),
  ) as ModelSignatures;
}

type SymbolicDim = Extract<Dim, { readonly kind: 'symbolic' }>;

function isSymbol(value: unknown): value is SymbolicDim {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'symbolic';
}
