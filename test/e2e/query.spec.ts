import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type Answer, type Api, type Ask } from './harness/api';
import { largeSavedModel } from './harness/large-saved-model';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel, savedModelOf } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
});

afterAll(async () => {
  await sigcat.end();
});

const at = (model: string, version: string | number = 1): Record<string, string | number> => {
  const [name = '', namespace = 'default'] = model.split('/').reverse();
  return { namespace, model: name, version };
};

type Query = NonNullable<Ask['query']>;

const numbersOf = (page: Answer<'listVersions'>['json']): number[] =>
  page.items.map(({ version }) => version);

describe('models', () => {
  it('are made, changed, listed by namespace, name and label, and removed when empty', async () => {
    const labels = { team: 'vision', tier: '1' };
    const made = await api.ask('putModel', {
      params: at('shop/Ranker'),
      body: { description: 'ranks', labels },
    });
    expect(made).toMatchObject({
      status: 201,
      json: { namespace: 'shop', model: 'Ranker', latest_version: null, labels },
    });
    expect(await api.ask('putModel', { params: at('shop/Ranker'), body: { labels } })).toMatchObject({
      status: 200,
      json: { description: '' },
    });
    await api.ask('putModel', { params: at('shop/other'), body: {} });
    await api.ask('patchModel', { params: at('shop/other'), body: { labels: { team: 'text' } } });

    const listed = async (query: Query): Promise<string[]> =>
      (await api.ask('listModelsOfNamespace', { params: { namespace: 'shop' }, query })).json.items.map(
        ({ model }) => model,
      );
    expect(await listed({})).toEqual(['Ranker', 'other']);
    expect(await listed({ name: 'rank' })).toEqual(['Ranker']);
    expect(await listed({ label: 'team=text' })).toEqual(['other']);
    expect(await listed({ label: ['team', 'tier=1'] })).toEqual(['Ranker']);
    expect(await listed({ label: 'tier=2' })).toEqual([]);

    expect(await api.ask('deleteModel', { params: at('shop/other') })).toMatchObject({ status: 204 });
    expect(await api.ask('getModel', { params: at('shop/other') })).toMatchObject({
      status: 404,
      json: { code: 'model-not-found' },
    });
    expect(
      await api.ask('getVersion', { params: { ...at('shop/Rankre'), version: 'latest' } }),
    ).toMatchObject({ status: 404, json: { code: 'model-not-found', similar: ['shop/Ranker'] } });
    await api.publish('shop/Ranker', savedModel('f() -> ()'));
    expect(await api.ask('deleteModel', { params: at('shop/Ranker') })).toMatchObject({
      status: 409,
      json: { code: 'model-not-empty' },
    });
  });

  it('come in pages that neither repeat nor leave out', async () => {
    for (let i = 0; i < 7; i++) await api.ask('putModel', { params: at(`paged/m${i}`), body: {} });
    const seen: string[] = [];
    let token: string | undefined;
    do {
      const query = { page_size: 3, ...(token !== undefined && { page_token: token }) };
      const { json } = await api.ask('listModelsOfNamespace', { params: { namespace: 'paged' }, query });
      seen.push(...json.items.map(({ model }) => model));
      token = json.next_page_token;
    } while (token !== undefined);
    expect(seen).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    const wrong = await api.ask('listModels', { query: { page_token: 'bm90IG91cnM' } });
    expect(wrong).toMatchObject({ status: 400, json: { code: 'invalid-page-token' } });
  });
});

describe('versions', () => {
  beforeAll(async () => {
    for (let i = 1; i <= 5; i++) {
      await api.publish(
        'lined',
        savedModel('f(x: int64[?]) -> (y: int64[?])', `extra_${i}() -> ()`, ...keys(i)),
        {
          label: [`round=${i}`, 'kept'],
        },
      );
    }
  });
  const keys = (i: number): string[] => Array.from({ length: i - 1 }, (_, k) => `extra_${k + 1}() -> ()`);

  it('are listed newest first, in pages, by format, digest and label', async () => {
    const list = async (query: Query): Promise<number[]> =>
      numbersOf((await api.ask('listVersions', { params: at('lined'), query })).json);
    expect(await list({})).toEqual([5, 4, 3, 2, 1]);
    expect(await list({ label: 'round=3' })).toEqual([3]);
    expect(await list({ label: ['kept', 'round=4'] })).toEqual([4]);
    expect(await list({ format: 'onnx' })).toEqual([]);
    const first = await api.ask('listVersions', { params: at('lined'), query: { page_size: 2 } });
    expect(numbersOf(first.json)).toEqual([5, 4]);
    const page_token = first.json.next_page_token ?? '';
    expect(await list({ page_size: 9, page_token })).toEqual([3, 2, 1]);
    for (const other of ['listSearches', 'listConsumers', 'listAlerts', 'searchSignatures'] as const)
      expect(
        await api.ask(other, { query: { page_token, ...(other === 'searchSignatures' && { q: '*' }) } }),
      ).toMatchObject({ status: 400, json: { code: 'invalid-page-token' } });
    const { json } = await api.ask('getVersion', { params: at('lined', 3) });
    expect(await list({ digest: json.digest })).toEqual([3]);
    const everywhere = await api.ask('listAllVersions', { query: { name: 'LINE', label: 'round=2' } });
    expect(everywhere.json.items).toMatchObject([{ model: 'lined', version: 2 }]);
    const all = await api.ask('listAllVersions', { query: { page_size: 500 } });
    const unnamed = await api.ask('listAllVersions', { query: { page_size: 500, name: '' } });
    expect(unnamed.json.items).toEqual(all.json.items);
    const nobody = await api.ask('listVersions', { params: at('nobody') });
    expect(nobody).toMatchObject({ status: 404, json: { code: 'model-not-found' } });
  });

  it('are found by number, as the latest, and by alias', async () => {
    await api.ask('putAlias', { params: { ...at('lined'), alias: 'production' }, body: { version: 2 } });
    const found = async (version: string): Promise<unknown> =>
      (await api.ask('getVersion', { params: at('lined', version) })).json;
    expect(await found('4')).toMatchObject({ version: 4, aliases: [] });
    expect(await found('latest')).toMatchObject({ version: 5 });
    expect(await found('@production')).toMatchObject({ version: 2, aliases: ['production'] });
    expect(await found('@nowhere')).toMatchObject({ code: 'alias-not-found' });
    expect(await found('77')).toMatchObject({ code: 'version-not-found' });
    expect(await found('0')).toMatchObject({ code: 'invalid-request', errors: [{ at: 'params/version' }] });
    expect((await api.ask('getModel', { params: at('lined') })).json).toMatchObject({
      latest_version: 5,
      aliases: { production: 2 },
    });
  });

  it('are got many at once, each or why it is not there', async () => {
    const addresses = ['lined@3', 'nobody@1', 'default/lined@production', 'lined@77', 'lined@latest'];
    const { status, json } = await api.ask('batchGetVersions', { body: { versions: addresses } });
    expect(status).toBe(200);
    expect(json.items).toMatchObject([
      { version: { version: 3 } },
      { problem: { code: 'model-not-found', status: 404 } },
      { version: { version: 2, aliases: ['production'] } },
      { problem: { code: 'version-not-found', status: 404 } },
      { version: { version: 5 } },
    ]);
    expect(json.items.map(({ address }) => address)).toEqual(addresses);
    const alone = await api.ask('getVersion', { params: at('lined', 3) });
    expect(json.items[0]).toEqual({ address: 'lined@3', version: alone.json });
  });

  it('are got no more at once than a limit that is named, and by nothing but addresses', async () => {
    const ask = (versions: unknown): Promise<Answer<'batchGetVersions'>> =>
      api.ask('batchGetVersions', { body: { versions } });
    const hundred = Array.from({ length: 100 }, (_, i) => `lined@${i + 1}`);
    expect((await ask(hundred)).json.items).toHaveLength(100);
    expect(await ask([...hundred, 'lined@1'])).toMatchObject({
      status: 413,
      json: { code: 'batch-too-large', limit: { name: 'maxBatchVersions', value: 100 } },
    });
    expect(await ask(['lined@1', 'lined', 'a/b/c@1'])).toMatchObject({
      status: 400,
      json: { code: 'invalid-request', errors: [{ at: 'body/versions/1' }, { at: 'body/versions/2' }] },
    });
    expect(await ask([])).toMatchObject({ status: 400 });
  });

  it('take labels and a deprecation, and nothing else', async () => {
    const patched = await api.ask('patchVersion', {
      params: at('lined', 1),
      body: { labels: { round: '1', old: 'yes' }, deprecation: 'use 5' },
    });
    expect(patched.json).toMatchObject({ labels: { old: 'yes' }, deprecation: 'use 5' });
    const wrong = await api.ask('patchVersion', { params: at('lined', 1), body: { digest: 'x' } });
    expect(wrong).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
  });

  it('are shown as they are, however often they have been asked for', async () => {
    await api.publish('kept', savedModel('f(x: int64[]) -> (y: bool[])'));
    await api.publish('kept', savedModel('f(x: int64[]) -> (y: bool[])', 'g() -> ()'));
    const shown = async (version: string | number): Promise<Answer<'getVersion'>> =>
      api.ask('getVersion', { params: at('kept', version) });
    const changes: (() => Promise<unknown>)[] = [
      () => api.ask('patchVersion', { params: at('kept', 1), body: { labels: { tier: '1' } } }),
      () => api.ask('patchVersion', { params: at('kept', 1), body: { deprecation: 'old' } }),
      () => api.ask('putAlias', { params: { ...at('kept'), alias: 'production' }, body: { version: 1 } }),
      () => api.ask('putAlias', { params: { ...at('kept'), alias: 'production' }, body: { version: 2 } }),
    ];
    const expected = [
      { labels: { tier: '1' }, deprecation: null, aliases: [] },
      { labels: { tier: '1' }, deprecation: 'old', aliases: [] },
      { labels: { tier: '1' }, deprecation: 'old', aliases: ['production'] },
      { labels: { tier: '1' }, deprecation: 'old', aliases: [] },
    ];
    expect((await shown(1)).json).toEqual((await shown(1)).json);
    for (const [i, change] of changes.entries()) {
      await change();
      expect((await shown(1)).json).toMatchObject(expected[i] ?? {});
    }
    expect((await shown('@production')).json).toMatchObject({ version: 2 });
    await api.ask('deleteVersion', { params: at('kept', 1) });
    expect((await shown(1)).status).toBe(404);
  });

  it('are shown as they are once more, when an alias has come and gone while they were read', async () => {
    await api.publish('moved', savedModel('f(x: int64[]) -> (y: bool[])'));
    const aliases = async (): Promise<readonly string[]> =>
      (await api.ask('getVersion', { params: at('moved') })).json.aliases;
    const sql = new Client({ connectionString: sigcat.databaseUrl });
    await sql.connect();
    // Which revision it is does not take this table to be told; all else waits.
    await sql.query('BEGIN; LOCK TABLE artifact IN ACCESS EXCLUSIVE MODE');
    const asked = aliases();
    await wait(300);
    await sql.query(
      `INSERT INTO alias (model_id, name, version_number) SELECT id, 'brief', 1 FROM model WHERE name = 'moved'`,
    );
    await sql.query('COMMIT');
    await sql.end();
    await asked;
    expect(await aliases()).toEqual(['brief']);
    await api.ask('deleteAlias', { params: { ...at('moved'), alias: 'brief' } });
    expect(await aliases()).toEqual([]);
  });

  it('are deleted softly, then for good, and their numbers are not given again', async () => {
    for (const i of [1, 2, 3])
      await api.publish(
        'mortal',
        savedModel(`f_${i}() -> ()`, ...(i > 1 ? ['f_1() -> ()'] : []), ...(i > 2 ? ['f_2() -> ()'] : [])),
      );
    await api.ask('putAlias', { params: { ...at('mortal'), alias: 'live' }, body: { version: 3 } });
    const remove = (permanent: boolean): Promise<Answer> =>
      api.ask('deleteVersion', { params: at('mortal', 3), query: { permanent } });
    expect(await remove(false)).toMatchObject({
      status: 409,
      json: { code: 'version-in-use', aliases: ['live'] },
    });
    await api.ask('deleteAlias', { params: { ...at('mortal'), alias: 'live' } });
    expect(await remove(true)).toMatchObject({ status: 409, json: { code: 'version-not-deleted' } });
    expect(await remove(false)).toMatchObject({ status: 204 });
    expect(await remove(false)).toMatchObject({ status: 404, json: { code: 'version-not-found' } });
    expect((await api.ask('getVersion', { params: at('mortal', 'latest') })).json).toMatchObject({
      version: 2,
    });
    expect(await remove(true)).toMatchObject({ status: 204 });
    expect(await remove(true)).toMatchObject({ status: 404 });
    const next = await api.publish('mortal', savedModel('f_1() -> ()', 'f_2() -> ()'));
    expect(next).toMatchObject({ status: 201, json: { version: 4, baseline_version: 2 } });
  });

  it('are compared two by two', async () => {
    const diff = (from: string, to: string): Promise<Answer<'diffVersions'>> =>
      api.ask('diffVersions', { params: at('lined'), query: { from, to } });
    expect((await diff('1', '3')).json).toMatchObject({
      verdict: 'compatible',
      baseline_version: 1,
      candidate_version: 3,
      findings: [{ rule: 'signature-added' }, { rule: 'signature-added' }],
    });
    expect((await diff('latest', '4')).json).toMatchObject({
      verdict: 'incompatible',
      findings: [{ rule: 'signature-removed' }],
    });
    expect(await diff('1', '99')).toMatchObject({ status: 404 });
  });
});

describe('aliases', () => {
  it('move, and only from where they are expected to be', async () => {
    await api.publish('aliased', savedModel('f() -> ()'));
    await api.publish('aliased', savedModel('f() -> ()', 'g() -> ()'));
    const put = (body: object): Promise<Answer<'putAlias'>> =>
      api.ask('putAlias', { params: { ...at('aliased'), alias: 'prod' }, body });
    expect((await put({ version: 1, expected_version: null })).json).toEqual({
      name: 'prod',
      version: 1,
      previous_version: null,
      report: null,
    });
    expect((await put({ version: 2, expected_version: 1 })).json).toMatchObject({ previous_version: 1 });
    expect(await put({ version: 1, expected_version: 1 })).toMatchObject({
      status: 412,
      json: { code: 'edit-conflict', found: 2 },
    });
    expect(await put({ version: 9 })).toMatchObject({ status: 404, json: { code: 'version-not-found' } });
    const listed = await api.ask('listAliases', { params: at('aliased') });
    expect(listed.json.items).toMatchObject([{ name: 'prod', version: 2 }]);
    const racing = await Promise.all([1, 2, 1, 2].map((version) => put({ version, expected_version: 2 })));
    expect(racing.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(
      await api.ask('putAlias', { params: { ...at('aliased'), alias: 'latest' }, body: { version: 1 } }),
    ).toMatchObject({ status: 400 });
  });
});

describe('signatures', () => {
  it('are found by key, whatever is in it, and by tag set', async () => {
    const notations = [
      'tensorflow/serving/regress(inputs: string[?]) -> (outputs: float32[?,1])',
      '"ключ ?#%"() -> ()',
    ];
    const graphs = [
      { tags: ['serve'], notations },
      { tags: ['serve', 'gpu'], notations: ['f(x: int64[]) -> ()'] },
    ];
    await api.publish('keyed', savedModelOf(graphs));
    const get = (key: string, query: Query = {}): Promise<Answer<'getSignature'>> =>
      api.ask('getSignature', { params: { ...at('keyed'), key }, query });
    expect((await get('tensorflow/serving/regress')).json).toMatchObject({
      tag_set: ['serve'],
      notation: notations[0],
    });
    expect((await get('ключ ?#%')).json).toMatchObject({ key: 'ключ ?#%' });
    expect((await get('f')).json).toMatchObject({ tag_set: ['gpu', 'serve'] });
    expect(await get('f', { tag_set: 'serve' })).toMatchObject({
      status: 404,
      json: { code: 'signature-not-found' },
    });
    const all = await api.ask('listSignatures', { params: at('keyed') });
    expect(all.json.graphs.map(({ tag_set }) => tag_set)).toEqual([['gpu', 'serve'], ['serve']]);
  });

  it.each(['', '.', '..'])('are found in the list by the key %j, which no path can hold', async (key) => {
    const graphs = [
      { tags: ['serve'], notations: [`${JSON.stringify(key)}(x: int64[]) -> ()`, 'f() -> ()'] },
      { tags: ['train'], notations: ['f() -> ()'] },
    ];
    const model = `keyed-${key.length}`;
    expect((await api.publish(model, savedModelOf(graphs))).status).toBe(201);
    const { json } = await api.ask('listSignatures', { params: at(model), query: { key } });
    expect(json.graphs).toMatchObject([{ tag_set: ['serve'], signatures: [{ key }] }]);
    expect(json.graphs[0]?.signatures).toHaveLength(1);
    const none = await api.ask('listSignatures', { params: at(model), query: { key: 'g' } });
    expect(none.json.graphs).toEqual([]);
  });
});

describe.each([
  ['in PostgreSQL', Buffer.from(savedModel('f(x: int64[1,2,3]) -> (y: string[])'))],
  ['in the artifact store', largeSavedModel('f(x: int64[1,2,3]) -> (y: string[])')],
])('artifacts %s', (where, bytes) => {
  const model = where.replaceAll(' ', '-');
  beforeAll(async () => {
    await api.publish(model, bytes);
  });
  const get = (headers: Record<string, string> = {}): Promise<Answer<'getArtifact'>> =>
    api.ask('getArtifact', { params: at(model), headers });

  it('come back byte for byte, with their digest', async () => {
    const whole = await get();
    expect(whole.status).toBe(200);
    expect(whole.bytes.equals(bytes)).toBe(true);
    expect(whole.headers.get('content-length')).toBe(String(bytes.length));
    expect(await get({ 'if-none-match': whole.headers.get('etag') ?? '' })).toMatchObject({ status: 304 });
  });

  it.each([
    ['bytes=0-9', 0, 10],
    ['bytes=5-', 5, bytes.length],
    ['bytes=-7', bytes.length - 7, bytes.length],
    ['bytes=10-100000', 10, bytes.length],
    ['bytes=-100000', 0, bytes.length],
  ])('come in part for %s', async (range, start, end) => {
    const part = await get({ range });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${bytes.length}`);
    expect(part.bytes.equals(bytes.subarray(start, end))).toBe(true);
  });

  it.each(['bytes=0-1,3-4', 'bytes=9-3', 'lines=1-2', 'bytes=-'])(
    'come whole for %s, which no server has to know',
    async (range) => {
      expect((await get({ range })).status).toBe(200);
    },
  );

  it('have no bytes behind their end', async () => {
    expect(await get({ range: `bytes=${bytes.length}-` })).toMatchObject({
      status: 416,
      json: { size: bytes.length },
    });
    expect(await get({ range: 'bytes=-0' })).toMatchObject({ status: 416 });
    expect((await get({ range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  });
});

describe('facades', () => {
  const notation = 'serving_default(a: float32[?,3], b: string[]) -> (y: int64[?])';
  beforeAll(async () => {
    await api.publish('payments/faced', savedModel(notation));
    await api.publish('faced', savedModel(notation));
    await api.publish('faced', savedModel(notation, 'open(x: float32[...]) -> ()'));
    await api.ask('putAlias', { params: { ...at('faced'), alias: 'stable' }, body: { version: 1 } });
  });

  it('answer as TensorFlow Serving does', async () => {
    const latest = await api.ask('getTfServingMetadata', { params: { model: 'faced' } });
    expect(latest.json.model_spec).toEqual({ name: 'faced', signature_name: '', version: '2' });
    const a = {
      name: 'a:0',
      dtype: 'DT_FLOAT',
      tensor_shape: {
        dim: [
          { size: '-1', name: '' },
          { size: '3', name: '' },
        ],
        unknown_rank: false,
      },
    };
    expect(latest.json.metadata.signature_def.signature_def).toMatchObject({
      serving_default: { inputs: { a } },
    });
    const labelled = await api.ask('getTfServingLabelMetadata', {
      params: { model: 'faced', label: 'stable' },
    });
    expect(labelled.json.model_spec.version).toBe('1');
    const elsewhere = await api.ask('getTfServingVersionMetadata', {
      params: { model: 'payments/faced', version: 1 },
    });
    expect(elsewhere.json.model_spec.name).toBe('payments/faced');
    const missing = await api.ask('getTfServingVersionMetadata', { params: { model: 'faced', version: 9 } });
    expect(missing).toMatchObject({ status: 404, json: { error: 'There is no version default/faced@9.' } });
  });

  it('answer as Open Inference Protocol servers do', async () => {
    const latest = await api.ask('getOpenInferenceModel', { params: { model: 'faced' } });
    expect(latest.json).toEqual({
      name: 'faced',
      versions: ['2'],
      platform: 'tensorflow_savedmodel',
      inputs: [
        { name: 'a', datatype: 'FP32', shape: [-1, 3] },
        { name: 'b', datatype: 'BYTES', shape: [] },
      ],
      outputs: [{ name: 'y', datatype: 'INT64', shape: [-1] }],
    });
    const unsayable = await api.ask('getOpenInferenceModel', {
      params: { model: 'faced' },
      query: { signature: 'open' },
    });
    expect(unsayable).toMatchObject({
      status: 422,
      json: { error: expect.stringContaining('x: float32[...]') },
    });
  });
});

describe('the service itself', () => {
  it('tells its rules, its problems and its health', async () => {
    const rules = await api.ask('listRules');
    expect(rules.json.items.length).toBeGreaterThan(30);
    const [rule] = rules.json.items;
    const params = { id: rule?.id ?? '' };
    expect((await api.ask('getRule', { params })).json).toEqual(rule);
    expect((await api.ask('getRule', { params: { id: 'input-dtype-widened' } })).json).toMatchObject({
      levels: {
        backward: { tensor: 'error', json: 'info' },
        forward: { tensor: 'error', json: expect.stringContaining('warning') },
      },
      mirrors: expect.arrayContaining(['input-dtype-narrowed']),
    });
    expect(await api.ask('getRule', { params: { id: 'nonsense' } })).toMatchObject({ status: 404 });
    expect((await api.ask('getProblem', { params: { code: 'not-a-model' } })).json).toMatchObject({
      status: 422,
    });
    expect(await api.ask('getProblem', { params: { code: 'nonsense' } })).toMatchObject({ status: 404 });
    expect((await api.ask('getHealth')).json).toEqual({ status: 'ok' });
    expect((await api.ask('getReadiness')).json).toEqual({ status: 'ok' });
  });

  it('says of an unknown address that there is nothing', async () => {
    const response = await fetch(`${sigcat.url}/api/v1/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'route-not-found' });
  });

  it('says what is wrong with a request, and where', async () => {
    const many = await api.ask('listModels', { query: { page_size: 0, label: 'x'.repeat(600) } });
    expect(many.json).toMatchObject({
      code: 'invalid-request',
      errors: [{ at: 'query/label/0' }, { at: 'query/page_size' }],
    });
    const broken = await fetch(`${sigcat.url}/api/v1/models/default/x`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"description": ',
    });
    expect(await broken.json()).toMatchObject({ status: 400, code: 'invalid-json' });
  });
});
