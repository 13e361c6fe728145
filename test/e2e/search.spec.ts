import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Ask } from './harness/api';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
  const classify = 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])';
  const embed = 'embed(image: float32[?,224,224,3]) -> (embedding: float32[?,512])';
  await api.publish('vision/resnet', savedModel(classify));
  await api.publish('vision/resnet', savedModel(classify, embed));
  await api.publish('vision/mobilenet', savedModel(classify), { label: 'team=edge' });
  await api.publish('payments/fraud', savedModel('serving_default(x: float32[?,3]) -> (y: float32[?])'));
  await api.publish(
    'payments/fraud2',
    savedModel('serving_default(x: float32[?,?]) -> (why: string[?], y: float32[?])'),
  );
  const alias = { namespace: 'vision', model: 'resnet', alias: 'stable' };
  await api.ask('putAlias', { params: alias, body: { version: 1 } });
});

afterAll(async () => {
  await sigcat.end();
});

const fraud = 'payments/fraud@1 serving_default';
const fraud2 = 'payments/fraud2@1 serving_default';
const oldResnet = 'vision/resnet@1 serving_default';

const found = async (query: Ask['query'] = {}): Promise<string[]> => {
  const { status, json } = await api.ask('searchSignatures', { query });
  expect(status).toBe(200);
  return json.items.map(({ versions }) =>
    versions
      .map(({ namespace, model, version, key }) => `${namespace}/${model}@${version} ${key}`)
      .join(', '),
  );
};

/** A page token as somebody else may write one. */
const token = (...position: readonly string[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

describe('searching', () => {
  it.each<[string, Ask['query'], readonly string[]]>([
    [
      'what an image gives',
      { q: '(float32[?,224,224,3]) -> (float32[?,1000])' },
      ['vision/mobilenet@1 serving_default, vision/resnet@2 serving_default'],
    ],
    [
      'an embedding by a name that is nearly right',
      { q: '-> (~embeding: *[?,512])' },
      ['vision/resnet@2 embed'],
    ],
    ['a key', { q: 'embed(...)' }, ['vision/resnet@2 embed']],
    [
      'who takes what I have',
      { q: '(x: float32[8,3])', relation: 'accepts' },
      ['payments/fraud@1 serving_default', 'payments/fraud2@1 serving_default'],
    ],
    [
      'who takes what I have and gives what I need',
      { q: '(x: float32[8,3]) -> (why: string[?])', relation: 'accepts' },
      ['payments/fraud2@1 serving_default'],
    ],
    [
      'the same but for names',
      { q: '(a: float32[?,3]) -> (b: float32[?])', relation: 'exact' },
      ['payments/fraud@1 serving_default'],
    ],
    [
      'what could take the place of a version',
      { drop_in_for: 'payments/fraud@1', transport: 'tensor' },
      ['payments/fraud@1 serving_default', 'payments/fraud2@1 serving_default'],
    ],
    [
      'versions that pass a filter',
      { q: '(float32)', filter: 'label.team = edge' },
      ['vision/mobilenet@1 serving_default'],
    ],
    [
      'old versions too',
      { q: '-> (scores: *)', versions: 'all' },
      [
        'vision/mobilenet@1 serving_default, vision/resnet@2 serving_default, vision/resnet@1 serving_default',
      ],
    ],
    ['nothing', { q: '(uint8[7])' }, []],
    ['within a namespace', { q: '-> (float32[?])', namespace: 'pay*' }, [fraud, fraud2]],
    ['by the name of a model', { q: '*', model: '*2' }, [fraud2]],
    ['what an alias points to, though it is not the latest', { q: '*', alias: 'stable' }, [oldResnet]],
    ['what an alias points to among the latest', { q: '*', alias: 'stable', versions: 'latest' }, []],
    ['by a label', { q: '(image: *)', label: 'team=edge' }, ['vision/mobilenet@1 serving_default']],
    ['by all labels', { q: '(image: *)', label: ['team', 'tier=gold'] }, []],
    ['by format', { q: '(x: *)', format: 'saved-model', filter: 'model = fraud' }, [fraud]],
    ['by another format', { q: '*', format: 'onnx' }, []],
    ['by the version of the framework', { q: '(x: *)', framework_version: '2.21.*' }, [fraud, fraud2]],
    ['by the method', { q: '(x: *)', method_name: 'tensorflow/serving/predict' }, [fraud, fraud2]],
    ['by another method', { q: '*', method_name: 'tensorflow/serving/classify' }, []],
    ['by the tag set', { q: '(x: *)', tag_set: 'serve' }, [fraud, fraud2]],
    ['by a larger tag set', { q: '(x: *)', tag_set: 'serve,gpu' }, []],
    ['since a day', { q: '(x: *)', published_since: '2020-01-31' }, [fraud, fraud2]],
    ['since a time to come', { q: '*', published_since: '2999-01-31T12:00:00+02:00' }, []],
  ])('finds %s', async (_, query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('says why it found what it found', async () => {
    const { json } = await api.ask('searchSignatures', { query: { q: '-> (~embeding: *[?,512])' } });
    expect(json.items).toMatchObject([
      {
        notation: 'embed(image: float32[?,224,224,3]) -> (embedding: float32[?,512])',
        exactness: null,
        extra: 1,
        verdict: null,
        bindings: { inputs: [], outputs: [{ asked: 0, name: 'embedding', similarity: expect.any(Number) }] },
        more_versions: false,
      },
    ]);
  });

  it('finds what has a digest, by which all versions that have it are listed', async () => {
    const { json: hits } = await api.ask('searchSignatures', { query: { q: '-> (scores: *)' } });
    const { digest = '' } = hits.items[0] ?? {};
    const list = async (query: Ask['query']): Promise<readonly [string[], string | undefined]> => {
      const { json } = await api.ask('listAllVersions', { query: { page_size: 2, ...query } });
      return [json.items.map(({ model, version }) => `${model}@${version}`), json.next_page_token];
    };
    const [first, page_token = ''] = await list({ signature: digest });
    expect(first).toEqual(['mobilenet@1', 'resnet@2']);
    expect(await list({ signature: digest, page_token })).toEqual([['resnet@1'], undefined]);
    expect(await list({ signature: digest, name: 'mobile', label: 'team=edge' })).toEqual([
      ['mobilenet@1'],
      undefined,
    ]);
    expect(await list({ signature: `sha-256:${'00'.repeat(32)}` })).toEqual([[], undefined]);
    const params = { namespace: 'vision', model: 'resnet' };
    const { json: own } = await api.ask('listVersions', { params, query: { signature: digest } });
    expect(own.items).toMatchObject([{ version: 2 }, { version: 1 }]);
    const { json: embedding } = await api.ask('searchSignatures', { query: { q: 'embed(...)' } });
    const later = await api.ask('listVersions', {
      params,
      query: { signature: embedding.items[0]?.digest ?? '' },
    });
    expect(later.json.items.map(({ version }) => version)).toEqual([2]);
    expect(await api.ask('listAllVersions', { query: { signature: 'abc' } })).toMatchObject({
      status: 400,
      json: { code: 'invalid-request' },
    });
  });

  it('goes on page by page, each answer once', async () => {
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const query = { q: '(float32)', page_size: '1', ...(token !== undefined && { page_token: token }) };
      const { json } = await api.ask('searchSignatures', { query });
      seen.push(...json.items.map(({ notation }) => notation));
      token = json.next_page_token ?? undefined;
    } while (token !== undefined);
    expect(seen).toHaveLength(4);
    expect(new Set(seen).size).toBe(4);
  });

  it.each([
    [{ q: '(x: float32[' }, 'invalid-query', { position: 12 }],
    [{ q: '(x: *)', filter: 'namspace = a' }, 'invalid-filter', { position: 0 }],
    [{ q: '"a\\u0000"()' }, 'invalid-query', { position: 0 }],
    [{ q: '(~"a\\u0000b": *)' }, 'invalid-query', { position: 2 }],
    [{ q: '(x: *)', page_token: 'bm8' }, 'invalid-page-token', {}],
    [{ q: '(x: *)', page_token: token('signatures', 'rest', '40000', '1', '1') }, 'invalid-page-token', {}],
    [
      { q: '(x: *)', page_token: token('signatures', 'rest', '1', '3000000000', '1') },
      'invalid-page-token',
      {},
    ],
    [
      { q: '(x: *)', page_token: token('signatures', 'rest', '1', '1', '1'.repeat(30)) },
      'invalid-page-token',
      {},
    ],
    [{}, 'invalid-request', {}],
    [{ q: '(x)', drop_in_for: 'a@1' }, 'invalid-request', {}],
    [{ q: '(x)', relation: 'like' }, 'invalid-request', {}],
    [
      { drop_in_for: 'payments/fraud@1', relation: 'exact' },
      'invalid-request',
      { errors: [{ at: 'query/relation' }] },
    ],
    [{ q: '(x: int8)', relation: 'exact' }, 'invalid-query', { position: 8 }],
    [{ q: '(x: *)', published_since: 'yesterday' }, 'invalid-filter', { position: 0 }],
    [{ q: '(x: *)', published_since: '0000-01-01' }, 'invalid-filter', { position: 0 }],
    [{ q: '(x: *)', published_since: '2025-02-30' }, 'invalid-filter', { position: 0 }],
    [{ q: '(x: *)', filter: 'published_at > 0000-01-01' }, 'invalid-filter', { position: 15 }],
    [
      { q: '(x: *)', filter: `published_at > '0001-01-01T00:00:00+01:00'` },
      'invalid-filter',
      { position: 15 },
    ],
    [
      { q: '(x: *)', filter: `published_at > '9999-12-31T23:00:00-01:00'` },
      'invalid-filter',
      { position: 15 },
    ],
    [{ q: '(x: *)', model: 'a\0' }, 'invalid-request', {}],
  ])('refuses %j as %s', async (query, code, members) => {
    const { status, problem } = await api.ask('searchSignatures', { query });
    expect({ status, problem }).toMatchObject({ status: 400, problem: { code, ...members } });
  });

  it('says which model may have been meant where one is misspelt', async () => {
    const early = await api.ask('searchSignatures', { query: { drop_in_for: 'zebra/stripez@1' } });
    expect(early).toMatchObject({
      status: 404,
      problem: expect.not.objectContaining({ similar: expect.anything() }),
    });
    await api.publish('zebra/stripes', savedModel('f(stripes: int32[7]) -> ()'));
    expect(await api.ask('searchSignatures', { query: { drop_in_for: 'zebra/stripez@1' } })).toMatchObject({
      json: { similar: ['zebra/stripes'] },
    });
    expect(await api.ask('searchSignatures', { query: { drop_in_for: 'payments/fruad@1' } })).toMatchObject({
      status: 404,
      json: { code: 'model-not-found', similar: expect.arrayContaining(['payments/fraud']) },
    });
  });

  it('takes a query as long as it may be', async () => {
    const q = `(x: float32[?,3])${' '.repeat(65_000)}`;
    const filter = `namespace = payments${' AND version > 0'.repeat(20)}${' '.repeat(65_000)}`;
    expect(await found({ q, filter })).toEqual([fraud]);
    expect(await api.ask('searchSignatures', { query: { q: `${q}${' '.repeat(1_000)}` } })).toMatchObject({
      status: 400,
      json: { code: 'invalid-request' },
    });
  });

  it('forgets a version that is deleted, and falls back on the one before it', async () => {
    const params = { namespace: 'default', model: 'gone', version: 2 };
    await api.publish('gone', savedModel('f(only: int32[1]) -> ()'));
    await api.publish('gone', savedModel('f(only: int32[1]) -> ()', 'g(other: int32[2]) -> ()'));
    expect(await found({ q: '(other: *)' })).toEqual(['default/gone@2 g']);
    expect((await api.ask('deleteVersion', { params })).status).toBe(204);
    expect(await found({ q: '(other: *)' })).toEqual([]);
    expect(await found({ q: '(only: *)' })).toEqual(['default/gone@1 f']);
  });
});

describe('facets', () => {
  const facets = async (query: Ask['query'] = {}) => {
    const { status, json } = await api.ask('searchFacets', { query });
    expect(status).toBe(200);
    return json;
  };

  it('count signatures by what they have and where they are offered', async () => {
    const { signatures, is_complete: isComplete, facets: found } = await facets({ q: '(image: *) -> (*)' });
    expect({ signatures, isComplete, ...found }).toEqual({
      signatures: 2,
      isComplete: true,
      input_dtype: [{ value: 'float32', count: 2 }],
      input_rank: [{ value: '4', count: 2 }],
      output_dtype: [{ value: 'float32', count: 2 }],
      output_rank: [{ value: '2', count: 2 }],
      format: [{ value: 'saved-model', count: 2 }],
      namespace: [{ value: 'vision', count: 2 }],
    });
  });

  it.each<[string, Ask['query'], string[]]>([
    ['of all that has inputs', { q: '(*, ...)', namespace: 'v*' }, ['vision 2']],
    [
      'of what a filter lets pass',
      { q: '(*, ...) -> (*, ...)', filter: "namespace != 'default'" },
      ['payments 2', 'vision 2'],
    ],
    ['of drop-ins', { drop_in_for: 'payments/fraud@1', transport: 'tensor' }, ['payments 2']],
  ])('are those %s', async (_, query, wanted) => {
    const { facets: found } = await facets(query);
    expect(found.namespace.map(({ value, count }) => `${value} ${count}`)).toEqual(wanted);
  });

  it('refuse what a search refuses', async () => {
    const { status, problem } = await api.ask('searchFacets', { query: { q: '(x: float33)' } });
    expect({ status, problem }).toMatchObject({ status: 400, problem: { code: 'invalid-query' } });
  });
});

describe('finding names', () => {
  const like = async (query: Ask['query'] = {}): Promise<string[]> => {
    const { status, json } = await api.ask('findNames', { query });
    expect(status).toBe(200);
    return json.items.map(
      ({ kind, namespace, name }) => `${kind} ${namespace === null ? name : `${namespace}/${name}`}`,
    );
  };

  it.each<[string, Ask['query'], string]>([
    ['as they are', { text: 'resnet' }, 'model vision/resnet'],
    ['with a letter too many', { text: 'ressnet' }, 'model vision/resnet'],
    ['with one missing', { text: 'moblenet' }, 'model vision/mobilenet'],
    ['with two that have changed places', { text: 'fruad' }, 'model payments/fraud'],
    ['by a word of theirs', { text: 'serving' }, 'signature serving_default'],
    ['of tensors', { text: 'embeding', kind: 'tensor' }, 'tensor embedding'],
    ['in other case', { text: 'ResNet', kind: ['model', 'tensor'] }, 'model vision/resnet'],
  ])('finds them written %s', async (_, query, wanted) => {
    expect((await like(query))[0]).toBe(wanted);
  });

  it('finds what is the text itself more alike than what is written otherwise', async () => {
    const likeness = async (text: string): Promise<number | undefined> =>
      (await api.ask('findNames', { query: { text, kind: 'model' } })).json.items[0]?.likeness;
    expect(await likeness('fraud')).toBe(1);
    expect(await likeness('fruad')).toBeLessThan(1);
  });

  it('finds nothing that is not like it, and no more than is wanted', async () => {
    expect(await like({ text: 'qqqqqq' })).toEqual([]);
    expect(await like({ text: 'fraud', limit: 1 })).toEqual(['model payments/fraud']);
  });
});
