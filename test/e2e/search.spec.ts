import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Api } from './harness/api';
import { savedModel } from './harness/saved-model';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';

let database: TestDatabase;
let sigcat: SigcatProcess;
let api: Api;

beforeAll(async () => {
  database = await createTestDatabase();
  sigcat = await startSigcat({ env: { DATABASE_URL: database.url } });
  api = new Api(sigcat.url);
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
});

afterAll(async () => {
  await sigcat.stop();
  await database.drop();
  removeDataDir(sigcat.dataDir);
});

const found = async (query: Record<string, string>): Promise<string[]> => {
  const { status, json } = await api.ask('searchSignatures', { query });
  expect(status).toBe(200);
  return json.items.map(({ versions }) =>
    versions
      .map(({ namespace, model, version, key }) => `${namespace}/${model}@${version} ${key}`)
      .join(', '),
  );
};

describe('searching', () => {
  it.each([
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
    [{ q: '(x: *)', page_token: 'bm8' }, 'invalid-page-token', {}],
    [{}, 'invalid-request', {}],
    [{ q: '(x)', drop_in_for: 'a@1' }, 'invalid-request', {}],
    [{ q: '(x)', relation: 'like' }, 'invalid-request', {}],
  ])('refuses %j as %s', async (query, code, members) => {
    const { status, problem } = await api.ask('searchSignatures', { query });
    expect({ status, problem }).toMatchObject({ status: 400, problem: { code, ...members } });
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
