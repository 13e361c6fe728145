import { describe, expect, it } from '@jest/globals';
import { transportSettings } from '@sigcat/compat';
import { type ModelSignatures, parseSignature, printSignature, type Signature } from '@sigcat/core';
import fc from 'fast-check';
import { type Offer } from '../catalogue';
import { parseQuery } from '../query/parse';
import { type CallSettings } from '../relations/call';
import { type DropInSettings } from '../relations/drop-in';
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
      '(x: float32[?,?])',
      [
        ['i:q:0', 'i:q:1'],
        ['i:ntr:float32/2:x', 'i:ntr:float32/?:x', 'i:nt:unspecified:x'],
        ['i:td:float32/2/0=?', 'i:tr:float32/?', 'i:t:unspecified'],
        ['i:td:float32/2/1=?', 'i:tr:float32/?', 'i:t:unspecified'],
      ],
    ],
    ['accepts', '-> (y: float32[?,3])', [['o:ntr:float32/2:y'], ['o:td:float32/2/1=3']]],
    [
      'accepts',
      '(x: float32) -> (y: *)',
      [['i:q:0', 'i:q:1'], ['i:nt:float32:x', 'i:nt:unspecified:x'], ['o:n:y']],
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
      [['i:q:0', 'i:q:1'], ['o:c:1']],
    ],
    [
      'over JSON, which names one output of several',
      '(x: int8[3]) -> (y: int8[3], int8)',
      { transport: 'json' },
      [['i:q:0', 'i:q:1'], ['o:n:y']],
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
        ['o:t:int8', 'o:t:unspecified'],
      ],
    ],
    [
      'where a shape of a known name need not be recorded',
      '(x: int8[3]) -> (y: int8[3])',
      { unknownShapes: 'warn' },
      [
        ['i:q:0', 'i:q:1'],
        ['i:nt:int8:x', 'i:nt:unspecified:x'],
        ['o:nt:int8:y', 'o:nt:unspecified:y'],
      ],
    ],
  ])('by accepts ask for less %s', (_, text, settings, clauses) => {
    const asked: Asked = { relation: 'accepts', query: parseQuery(text), settings };
    expect(clausesOf(asked, (name) => [name])).toEqual(clauses);
  });

  it.each<[string, string, Partial<DropInSettings>, string[][]]>([
    [
      'over JSON, which need not name an only output',
      '(a: int8[?], b: int8[?]) -> (y: int8[?])',
      { transport: 'json' },
      [['i:q:0', 'i:q:1', 'i:q:2'], ['i:n:a'], ['i:n:b'], ['o:c:1']],
    ],
    [
      'over JSON, which need not name an only input',
      '(a: int8[?]) -> (y: int8[?], z: int8[?])',
      { transport: 'json' },
      [['i:q:0', 'i:q:1'], ['i:n:a', 'i:c:1'], ['o:n:y'], ['o:n:z']],
    ],
    [
      'over JSON, where rows cannot be sent',
      '(a: int8[], b: int8[?]) -> (y: int8[?])',
      { transport: 'json' },
      [['i:q:0', 'i:q:1', 'i:q:2'], ['o:c:1']],
    ],
    ['over JSON, which does not carry it', '(a: float16[?]) -> (y: int8[?])', { transport: 'json' }, []],
    [
      'by levels that somebody has set',
      '(a: int8[?]) -> (y: int8[?])',
      { severities: { 'input-removed': 'info' } },
      [],
    ],
  ])('by drop-in ask for less %s', (_, text, settings, clauses) => {
    const baseline = modelOf(parseSignature(`f${text}`).signature, '');
    expect(clausesOf({ relation: 'drop-in', baseline, settings }, () => [])).toEqual(clauses);
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
