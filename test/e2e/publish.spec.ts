import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api } from './harness/api';
import { Contents } from './harness/contents';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;
let contents: Contents;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
  contents = await Contents.of(sigcat.databaseUrl, sigcat.dataDir);
});

afterAll(async () => {
  await contents.close();
  await sigcat.end();
});

const base = 'serving_default(x: float32[?,3]) -> (y: float32[?])';
const breaking = 'serving_default(x: float32[?,4]) -> (y: float32[?])';

const params = (model: string): { namespace: string; model: string } => ({ namespace: 'default', model });

function reprDigest(bytes: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;
}

describe('publishing', () => {
  it('makes the model and its first version, with signatures, report and event', async () => {
    const bytes = savedModel(base);
    const { status, headers, json } = await api.publish('first', bytes, { label: 'team=risk' });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe('/api/v1/models/default/first/versions/1');
    expect(json).toMatchObject({
      namespace: 'default',
      model: 'first',
      version: 1,
      format: 'saved-model',
      size: bytes.length,
      labels: { team: 'risk' },
      verdict: 'compatible',
      baseline_version: null,
      report: { verdict: 'compatible', findings: [], baseline_version: null, candidate_version: 1 },
      graphs: [{ tag_set: ['serve'], signatures: [{ notation: base }] }],
    });
    const events = await contents.sql.query(
      `SELECT type, subject, data FROM event WHERE subject = 'default/first@1'`,
    );
    expect(events.rows).toEqual([
      {
        type: 'model_version.published',
        subject: 'default/first@1',
        data: {
          namespace: 'default',
          model: 'first',
          version: 1,
          digest: json.digest,
          format: 'saved-model',
          verdict: 'compatible',
          mode: 'BACKWARD',
          baseline: null,
          counts: { error: 0, warning: 0, info: 0, hidden: 0 },
          approved: { error: 0, warning: 0, info: 0, hidden: 0 },
          offending: [],
        },
      },
    ]);
  });

  it('gives the version back that has these bytes already', async () => {
    const bytes = savedModel(base);
    await api.publish('twice', bytes);
    const again = await api.publish('twice', bytes);
    expect(again).toMatchObject({ status: 200, json: { version: 1 } });
    const failed = await api.publish('twice', bytes, { if_exists: 'fail' });
    expect(failed).toMatchObject({ status: 409, json: { code: 'version-exists', version: 1 } });
    const created = await api.publish('twice', bytes, { if_exists: 'create' });
    expect(created).toMatchObject({ status: 201, json: { version: 2, verdict: 'compatible' } });
  });

  it('keeps equal signatures and equal bytes once', async () => {
    const before = await contents.inventory();
    await api.publish('interned-a', savedModel('f(only_here: int64[7]) -> ()'));
    await api.publish('interned-b', savedModel('f(only_here: int64[7]) -> ()'));
    await api.publish(
      'interned-b',
      savedModel('g(only_here: int64[7]) -> ()', 'f(only_here: int64[7]) -> ()'),
    );
    const after = await contents.inventory();
    const more = (table: string): number => Number(after.counts[table]) - Number(before.counts[table]);
    expect(more('signature')).toBe(1);
    expect(more('artifact')).toBe(2);
    expect(more('version')).toBe(3);
  });

  it('verifies an announced digest', async () => {
    const bytes = savedModel(base);
    const ask = (digest: string): Promise<unknown> =>
      api.ask('publishVersion', {
        params: params('digested'),
        headers: { 'repr-digest': digest },
        body: bytes,
      });
    expect(await ask(reprDigest(savedModel(breaking)))).toMatchObject({
      status: 400,
      json: { code: 'digest-mismatch' },
    });
    expect(await ask('md5=:AAAA:')).toMatchObject({ status: 400, json: { code: 'digest-not-supported' } });
    expect(await ask(`sha-512=:AAAA:, ${reprDigest(bytes)}`)).toMatchObject({ status: 201 });
  });

  it('refuses a version that would break callers, with every finding, and leaves nothing of it', async () => {
    await api.publish('gated', savedModel(base));
    const before = await contents.inventory();
    const refused = await api.publish(
      'gated',
      savedModel('serving_default(x: float32[?,4]) -> (z: float64[?])'),
    );
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({
      code: 'signature-incompatible',
      report: { verdict: 'incompatible', baseline_version: 1, candidate_version: 2 },
    });
    const rules = refused.problem.findings?.map(({ rule }) => rule);
    expect(rules).toEqual(['input-dim-changed', 'output-removed', 'output-added']);
    expect(refused.problem.findings?.[0]).toMatchObject({
      level: 'error',
      path: '/serve/serving_default/inputs/x/dims/1',
      before: expect.stringContaining('3'),
      after: expect.stringContaining('4'),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(await contents.inventory()).toEqual(before);

    const next = await api.publish('gated', savedModel(base, 'extra(x: int64[]) -> ()'));
    expect(next).toMatchObject({
      status: 201,
      json: { version: 2, verdict: 'compatible', baseline_version: 1 },
    });
  });

  it('lets a model whose mode is NONE break, and says so in the report', async () => {
    await api.publish('lenient', savedModel(base));
    await api.ask('putModelConfig', { params: params('lenient'), body: { mode: 'NONE' } });
    const published = await api.publish('lenient', savedModel(breaking));
    expect(published).toMatchObject({
      status: 201,
      json: { version: 2, verdict: 'incompatible', report: { mode: 'NONE', counts: { error: 1 } } },
    });
    const report = await api.ask('getReport', { params: { ...params('lenient'), version: 2 } });
    expect(report.json).toEqual(published.json.report);
  });

  it('rehearses without writing anything at all', async () => {
    await api.publish('rehearsed', savedModel(base));
    const before = await contents.inventory();
    const dry = { dry_run: true };
    expect(await api.publish('rehearsed', savedModel(breaking), dry)).toMatchObject({
      status: 200,
      json: { dry_run: true, outcome: 'refused', version: 2, report: { verdict: 'incompatible' } },
    });
    expect(await api.publish('rehearsed', savedModel(base), dry)).toMatchObject({
      json: { outcome: 'existing', version: 1, report: null },
    });
    expect(await api.publish('not-there', savedModel(base), dry)).toMatchObject({
      json: {
        outcome: 'created',
        version: 1,
        report: { verdict: 'compatible' },
        graphs: [{ signatures: [{ notation: base }] }],
      },
    });
    expect(await contents.inventory()).toEqual(before);
  });

  it('numbers the versions of 50 publishers at once one after the other, each judged against the one before', async () => {
    const publishers = Array.from({ length: 50 }, (_, i) =>
      api.publish('crowded', savedModel(base, `own_${i}(x: int64[${i}]) -> ()`)),
    );
    await api.ask('putModelConfig', { params: params('crowded'), body: { mode: 'NONE' } });
    const answers = await Promise.all(publishers);
    const created = answers.filter(({ status }) => status === 201);
    const numbers = created.map(({ json }) => json.version).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, i) => i + 1));
    for (const { json } of created)
      expect(json.baseline_version).toBe(json.version === 1 ? null : json.version - 1);
    for (const { status, problem } of answers)
      if (status !== 201) expect(problem.code).toBe('signature-incompatible');
  });

  it('accepts all of 50 publishers at once when none breaks another', async () => {
    await api.ask('putModelConfig', { params: params('roomy'), body: { mode: 'NONE' } });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        api.publish('roomy', savedModel(base, `own_${i}(x: int64[${i}]) -> ()`)),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(201));
    const numbers = answers.map(({ json }) => json.version).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  });

  it.each([
    ['empty-artifact', 422, new Uint8Array()],
    ['not-a-model', 422, Buffer.from('hello, this is text')],
    ['malformed-model', 422, savedModel(base).subarray(0, 40)],
    ['model-name-not-storable', 422, savedModel('f("a\\u0000b": int64[]) -> ()')],
    ['model-name-not-storable', 422, savedModel('f("\\u202eevil": int64[]) -> ()')],
  ])('refuses %s with its own problem and keeps nothing', async (code, status, bytes) => {
    const before = await contents.inventory();
    expect(await api.publish('broken', bytes)).toMatchObject({
      status,
      json: { code, fix: expect.any(String), request_id: expect.any(String) },
    });
    expect(await contents.inventory()).toEqual(before);
  });

  it('says which content types it takes', async () => {
    const answer = await api.ask('publishVersion', {
      params: params('typed'),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: savedModel(base),
    });
    expect(answer).toMatchObject({ status: 415, json: { code: 'unsupported-media-type' } });
    const json = await api.ask('publishVersion', { params: params('typed'), body: { hello: 'world' } });
    expect(json).toMatchObject({ status: 415, json: { code: 'unsupported-media-type' } });
  });
});
