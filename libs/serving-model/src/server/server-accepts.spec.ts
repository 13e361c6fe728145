import { describe, expect, it } from '@jest/globals';
import { defaultServing, type Request, serverAccepts, type ServingSettings } from '../index';
import { model, modelOf } from '../testing/models';
import { bare, columns, named, rows, tensorRequest } from '../testing/requests';

/* § is the section of the domain's rules that says so. */

const reply = (server: string, request: Request, settings: ServingSettings = defaultServing): string => {
  const ruling = serverAccepts(model(server), request, settings);
  if (ruling.ok) return 'accepted';
  const { reason, tensor, axis } = ruling.objection;
  return [reason, tensor, axis].filter((part) => part !== undefined).join(' ');
};

describe('a server of tensors', () => {
  it.each([
    ['takes what lies in the sets of its inputs (§1)', 'x: float32[?,3]', { x: 'float32[2,3]' }, 'accepted'],
    ['contains every shape in an unknown rank (§1)', 'x: float32[...]', { x: 'float32[1,2,3]' }, 'accepted'],
    ['contains every n >= 0 in an unknown dim (§1)', 'x: float32[?]', { x: 'float32[0]' }, 'accepted'],
    ['rejects another rank', 'x: float32[?]', { x: 'float32[]' }, 'wrong-rank x'],
    ['rejects another size', 'x: float32[?,3]', { x: 'float32[2,4]' }, 'wrong-size x 1'],
    ['takes 0 for a real size (§5.3)', 'x: float32[0]', { x: 'float32[1]' }, 'wrong-size x 0'],
    ['tells a scalar from an unknown rank (§5.2)', 'x: float32[]', { x: 'float32[1]' }, 'wrong-rank x'],
    ['wants the exact dtype (§1)', 'x: int64[]', { x: 'int32[]' }, 'wrong-dtype x'],
    ['takes any dtype where none is specified (§5.4)', 'x: unspecified[]', { x: '99[]' }, 'accepted'],
    ['wants one encoding', 'x: sparse int8[?]', { x: 'int8[1]' }, 'wrong-encoding x'],
    [
      'takes a composite of the same parts, whatever open sizes are called',
      'x: composite<A>(int8[N])',
      { x: 'composite<A>(int8[?]) int8[1]' },
      'accepted',
    ],
    [
      'takes no composite of other parts',
      'x: composite<A>(int8[?])',
      { x: 'composite<A>(int8[1]) int8[1]' },
      'wrong-encoding x',
    ],
    ['ties axes by symbols', 'a: int8[N], b: int8[N]', { a: 'int8[2]', b: 'int8[3]' }, 'unequal-sizes b 0'],
    ['ties axes of one tensor', 'a: int8[N,N]', { a: 'int8[2,3]' }, 'unequal-sizes a 1'],
    ['wants the required inputs (§1)', 'a: int8[], b: int8[]', { a: 'int8[]' }, 'missing-input b'],
    ['fills in defaults (§5.1)', 'a: int8[], b?: int8[]', { a: 'int8[]' }, 'accepted'],
    ['looks at what is sent for an optional input', 'a?: int8[]', { a: 'int8[1]' }, 'wrong-rank a'],
    ['rejects inputs it does not know (§1)', 'a: int8[]', { a: 'int8[]', b: 'int8[]' }, 'unknown-input b'],
  ])('%s', (_, inputs, sent, expected) => {
    expect(reply(`f(${inputs}) -> ()`, tensorRequest(sent))).toBe(expected);
  });

  it('ignores inputs it does not know where it is set so (§1, extra inputs)', () => {
    const request = tensorRequest({ a: 'int8[]', b: 'int8[]' });
    expect(reply('f(a: int8[]) -> ()', request, { extraInputs: 'ignore' })).toBe('accepted');
    expect(reply('f(c: int8[]) -> ()', request, { extraInputs: 'ignore' })).toBe('missing-input c');
  });

  it('rejects an output filter that names what is not there, or something twice (§4)', () => {
    const filtered = (...outputFilter: string[]) =>
      reply('f() -> (y: int8[], z: int8[])', tensorRequest({}, { outputFilter }));
    expect(['y', 'y z', 'y w', 'y y'].map((names) => filtered(...names.split(' ')))).toEqual([
      'accepted',
      'accepted',
      'unknown-output w',
      'repeated-output y',
    ]);
  });
});

describe('a server', () => {
  const server = modelOf([
    { tagSet: ['gpu', 'serve'], notations: ['g() -> ()'] },
    { tagSet: ['serve'], notations: ['"a/b"() -> ()', 'serving_default() -> ()'] },
  ]);
  const unnamed: Request = { api: 'predict', transport: 'tensor', inputs: new Map() };

  it.each([
    ['serving_default without a name', {}, true],
    ['a signature by its key', { key: 'a/b' }, true],
    ['no key of another graph', { key: 'g' }, 'no-such-signature'],
    ['a graph by just its tags, in any order', { key: 'g', tagSet: ['gpu', 'serve'] }, true],
    ['no graph by some of its tags', { key: 'g', tagSet: ['gpu'] }, 'no-such-graph'],
    ['no key for an empty one', { key: '' }, 'no-such-signature'],
  ])('finds %s', (_, address, expected) => {
    const ruling = serverAccepts(server, { ...unnamed, ...address }, defaultServing);
    expect(ruling.ok || ruling.objection.reason).toBe(expected);
  });

  it('loads the graph of {serve}, and one without tags only where a format has none', () => {
    const of = (tags: string[], format: string) =>
      serverAccepts(
        modelOf([{ tagSet: tags, notations: ['f() -> ()'] }], format),
        tensorRequest({}),
        defaultServing,
      ).ok;
    expect([of(['serve'], 'saved-model'), of([], 'saved-model'), of([], 'onnx')]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('a REST server', () => {
  it.each([
    // §5.6: a plain list binds to the only input whatever its name; with two, plain lists are rejected.
    ['a list for the only input', 'x: float32[?]', columns(bare([1, 2])), 'accepted'],
    ['a list of rows for the only input', 'x: float32[?,2]', rows(3, bare([1, 2])), 'accepted'],
    ['a list for two inputs', 'a: int8[?], b?: int8[?]', columns(bare([1])), 'names-needed'],
    ['rows without names for two inputs', 'a: int8[?], b: int8[?]', rows(1, bare(1)), 'names-needed'],
    // §5.1: REST uses the inputs only, never the defaults.
    [
      'columns without an optional input',
      'a: int8[], b?: int8[]',
      columns(named({ a: 1 })),
      'missing-input b',
    ],
    [
      'rows without an optional input',
      'a: int8[?], b?: int8[?]',
      rows(1, named({ a: 1 })),
      'missing-input b',
    ],
    // §1: REST's row form rejects inputs it does not know, its columnar form ignores them.
    ['rows with another name', 'a: int8[?]', rows(1, named({ a: 1, b: 1 })), 'unknown-input b'],
    ['columns with another name', 'a: int8[]', columns(named({ a: 1, b: 1 })), 'accepted'],
    ['only another name', 'a: int8[?]', rows(1, named({ b: 1 })), 'unknown-input b'],
    // Rows are an axis: there is one at least, it has the size that the input asks for.
    ['rows for a scalar', 'a: int8[]', rows(1, bare(1)), 'wrong-rank a'],
    ['as many rows as the input has', 'a: int8[2,3]', rows(2, bare([1, 1, 1])), 'accepted'],
    ['more rows than the input has', 'a: int8[1,3]', rows(2, bare([1, 1, 1])), 'wrong-size a 0'],
    ['no rows', 'a: int8[?]', rows(0, bare(1)), 'no-instances'],
    ['a signature without inputs', '', columns(named({})), 'no-inputs'],
    ['sparse tensors', 'a: sparse int8[?]', columns(bare([1])), 'wrong-encoding a'],
    ['lists around nothing', 'a: int8[2,0]', columns(bare([[], []])), 'accepted'],
    ['what an empty list does not show', 'a: int8[0,2]', columns(bare([])), 'wrong-rank a'],
    ['sizes that a symbol ties', 'a: int8[N,N]', rows(2, bare([1, 1, 1])), 'unequal-sizes a 1'],
    // §1: JSON numbers are retyped, and JSON has no other types than these.
    ['whole numbers for floats', 'a: float32[]', columns(bare(3)), 'accepted'],
    ['whole numbers that a float loses', 'a: float32[]', columns(bare(2 ** 24)), 'out-of-range a'],
    ['2^53 for a double', 'a: float64[]', columns(bare(2n ** 53n)), 'out-of-range a'],
    ['decimals for whole numbers', 'a: int64[]', columns(bare(0.5)), 'wrong-dtype a'],
    ['decimals beyond float32', 'a: float32[]', columns(bare(1e39)), 'out-of-range a'],
    ['an int8 that would overflow', 'a: int8[]', columns(bare(128)), 'out-of-range a'],
    ['the edge of an int8', 'a: int8[]', columns(bare(-128)), 'accepted'],
    ['the edge of an uint64', 'a: uint64[]', columns(bare(2n ** 64n - 1n)), 'accepted'],
    ['less than an unsigned has', 'a: uint8[]', columns(bare(-1)), 'out-of-range a'],
    ['text for a string', 'a: string[]', columns(bare('text')), 'accepted'],
    ['base64 for a string', 'a: string[?]', rows(1, bare({ b64: '' })), 'accepted'],
    ['a number for a string', 'a: string[]', columns(bare(1)), 'wrong-dtype a'],
    ['a number for a bool', 'a: bool[]', columns(bare(1)), 'wrong-dtype a'],
    ['true for a bool', 'a: bool[]', columns(bare(true)), 'accepted'],
    ['true for a number', 'a: float64[]', columns(bare(true)), 'wrong-dtype a'],
    ['a number for float16', 'a: float16[]', columns(bare(0.5)), 'not-json a'],
    ['a number for a dtype without a name', 'a: 99[]', columns(bare(1)), 'not-json a'],
    ['anything for no dtype', 'a: unspecified[]', columns(bare('text')), 'accepted'],
  ])('judges %s', (_, inputs, request, expected) => {
    expect(reply(`f(${inputs}) -> (y: int8[?])`, request)).toBe(expected);
  });

  it('is not asked about extra inputs', () => {
    const request = rows(1, named({ a: 1, b: 1 }));
    expect(reply('f(a: int8[?]) -> ()', request, { extraInputs: 'ignore' })).toBe('unknown-input b');
  });

  it('takes an empty name for none', () => {
    const request = { ...columns(bare(1)), key: '' };
    expect(reply('serving_default(a: int8[]) -> (y: int8[])', request)).toBe('accepted');
  });
});

describe.each(['classify', 'regress'] as const)('the %s API', (api) => {
  const fitting = { classify: 'scores: float32[?,?]', regress: 'outputs: float32[?]' }[api];
  const asked = (server: string, examples = 2): string =>
    reply(server, { key: 'f', api, transport: 'json', examples });

  // §2: classify and regress = exactly one input `inputs`, outputs of fixed names.
  it.each([
    ['takes examples for one input', `f(inputs: string[?]) -> (${fitting})`, 'accepted'],
    ['takes them as serialized strings', `f(inputs: float32[?]) -> (${fitting})`, 'wrong-dtype inputs'],
    ['takes them as a list', `f(inputs: string[]) -> (${fitting})`, 'wrong-rank inputs'],
    ['wants the number that the input has', `f(inputs: string[1]) -> (${fitting})`, 'wrong-size inputs 0'],
    ['wants the input to be called so', `f(examples: string[?]) -> (${fitting})`, 'no-such-api'],
    ['takes one input only', `f(inputs: string[?], k?: int8[]) -> (${fitting})`, 'no-such-api'],
    ['wants outputs that it reads', 'f(inputs: string[?]) -> (y: float32[?])', 'no-such-api'],
    ['wants no more', `f(inputs: string[?]) -> (${fitting}, y: int8[], z: int8[])`, 'no-such-api'],
  ])('%s', (_, server, expected) => {
    expect(asked(server)).toBe(expected);
  });

  it('wants an example at least', () => {
    expect(asked(`f(inputs: string[?]) -> (${fitting})`, 0)).toBe('no-instances');
  });

  it('is there for SavedModels only', () => {
    const notations = [`f(inputs: string[?]) -> (${fitting})`];
    const server = modelOf([{ tagSet: ['serve'], notations }], 'onnx');
    const request: Request = { key: 'f', api, transport: 'tensor', examples: 1 };
    expect(serverAccepts(server, request, defaultServing)).toEqual({
      ok: false,
      objection: { reason: 'no-such-api' },
    });
  });
});

it('does not look at method names (§2)', () => {
  const [graph] = model('f() -> ()').graphs;
  const signatures = graph?.signatures.map((named) => ({
    ...named,
    methodName: 'tensorflow/serving/classify',
  }));
  const server = { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures: signatures ?? [] }] };
  expect(serverAccepts(server, tensorRequest({}), defaultServing)).toEqual({ ok: true });
});
