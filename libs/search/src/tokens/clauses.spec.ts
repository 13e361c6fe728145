import { describe, expect, it } from '@jest/globals';
import { transportSettings } from '@sigcat/compat';
import { type ModelSignatures, printSignature, type Signature } from '@sigcat/core';
import fc from 'fast-check';
import { type Offer } from '../catalogue';
import { parseQuery } from '../query/parse';
import { type CallSettings } from '../relations/call';
import { likenessTo } from '../relations/names';
import { type Asked, relationOf } from '../search';
import { anyQuery, anySignature, queryFor, relaxed } from '../testing/arbitraries';
import { clausesOf, similarNamesAsked } from './clauses';
import { tokensOf } from './of-signature';

describe('the clauses of what is asked', () => {
  it.each([
    ['matches', '(float32, ~text: *)', [['i:t:float32'], ['i:#2'], ['i:n:text', 'i:n:texts']]],
    [
      'accepts',
      '(float32[?,3])',
      [
        ['i:q:0', 'i:q:1'],
        ['i:tr:float32/2', 'i:tr:float32/?', 'i:t:unspecified'],
        ['i:td:float32/2/0=?', 'i:tr:float32/?', 'i:t:unspecified'],
        ['i:td:float32/2/1=3', 'i:td:float32/2/1=?', 'i:tr:float32/?', 'i:t:unspecified'],
      ],
    ],
    [
      'accepts',
      '-> (y: float32[?,3])',
      [['o:n:y'], ['o:t:float32'], ['o:tr:float32/2'], ['o:td:float32/2/1=3']],
    ],
    ['exact', '(x: float32[]) -> ()', []],
  ] as const)('by %s of %s are these', (relation, text, clauses) => {
    const asked: Asked = { relation, query: parseQuery(text) };
    expect(clausesOf(asked, (name) => [name, `${name}s`])).toEqual(clauses);
  });

  it.each<[string, string, Partial<CallSettings>, string[][]]>([
    [
      'over JSON, which need not name an only tensor',
      '(~x: int8[3]) -> (y: int8[3])',
      { transport: 'json' },
      [['i:q:0', 'i:q:1']],
    ],
    ['where extra inputs are ignored', '(~x: int8[3])', { extraInputs: 'ignore' }, [['i:q:0', 'i:q:1']]],
    [
      'where a dtype need not be recorded',
      '(unspecified[3])',
      { unknownShapes: 'warn' },
      [['i:q:0', 'i:q:1']],
    ],
    [
      'where a shape need not be recorded',
      '(int8[3]) -> (int8[3])',
      { unknownShapes: 'warn' },
      [
        ['i:q:0', 'i:q:1'],
        ['i:t:int8', 'i:t:unspecified'],
      ],
    ],
  ])('by accepts ask for less %s', (_, text, settings, clauses) => {
    const asked: Asked = { relation: 'accepts', query: parseQuery(text), settings };
    expect(clausesOf(asked, (name) => [name])).toEqual(clauses);
  });

  const anySettings = fc.record({
    transport: fc.constantFrom(...transportSettings),
    unknownShapes: fc.constantFrom('warn', 'strict'),
    extraInputs: fc.constantFrom('reject', 'ignore'),
  });

  it.each(['matches', 'exact', 'accepts'] as const)('are met by all that it finds (%s)', (relation) => {
    let found = 0;
    const anyPair = anySignature.chain((signature) =>
      fc.tuple(
        fc.oneof(fc.constant(signature), relaxed(signature)),
        fc.oneof(anyQuery, queryFor(signature), fc.constant(parseQuery(printSignature('f', signature)))),
      ),
    );
    fc.assert(
      fc.property(anyPair, anySettings, ([signature, query], settings) => {
        const asked: Asked = relation === 'accepts' ? { relation, query, settings } : { relation, query };
        if (relationOf(asked).find(signature) === undefined) return;
        expect(unmet(asked, signature)).toEqual([]);
        found++;
      }),
      { numRuns: 3_000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it('are met by all that can take the place of a model', () => {
    let found = 0;
    const anyPair = anySignature.chain((before) =>
      fc.tuple(fc.constant(before), fc.oneof(relaxed(before), anySignature)),
    );
    const anyMethod = fc.constantFrom('', 'tensorflow/serving/classify');
    fc.assert(
      fc.property(anyPair, anyMethod, anySettings, ([before, after], methodName, settings) => {
        const asked: Asked = { relation: 'drop-in', baseline: modelOf(before, methodName), settings };
        if (!relationOf(asked).takes(offerOf(after, methodName))) return;
        expect(unmet(asked, after)).toEqual([]);
        found++;
      }),
      { numRuns: 3_000 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

/** The clauses of which the signature has no token. */
function unmet(asked: Asked, signature: Signature): unknown {
  const names = [...signature.inputs, ...signature.outputs].map(({ name }) => name);
  const asks = similarNamesAsked(asked);
  const like = (name: string): string[] => {
    expect(asks).toContain(name);
    const likeness = likenessTo({ kind: 'similar', name });
    return names.filter((one) => likeness(one) !== undefined);
  };
  const tokens = new Set(tokensOf(signature));
  return clausesOf(asked, like).filter((clause) => !clause.some((one) => tokens.has(one)));
}

function modelOf(signature: Signature, methodName: string): ModelSignatures {
  const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
  const signatures = [{ key: 'serving_default', methodName, signature, bindings }];
  return { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures }] };
}

function offerOf(signature: Signature, methodName: string): Offer {
  const signatures = modelOf(signature, methodName);
  const version = {
    namespace: '',
    model: '',
    version: 1,
    aliases: [],
    frameworkVersion: '',
    labels: {},
    publishedAt: new Date(0),
    signatures,
  };
  return { version, tagSet: ['serve'], key: 'serving_default', methodName };
}
