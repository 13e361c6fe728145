import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Api, type Ask } from './harness/api';
import { Contents } from './harness/contents';
import { eventually } from './harness/eventually';
import { largeSavedModel } from './harness/large-saved-model';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { RawConnection } from './harness/raw-connection';
import { savedModel } from './harness/saved-model';
import { removeDataDir, startSigcat } from './harness/sigcat-process';

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

type Query = NonNullable<Ask['query']>;

const at = (model: string): { namespace: string; model: string } => ({ namespace: 'default', model });

const check = (
  model: string,
  body: Uint8Array | undefined,
  query: Query = {},
): Promise<Answer<'checkCompatibility'>> =>
  api.ask('checkCompatibility', { params: at(model), query, ...(body && { body }) });

/** A model that takes rows of so many features. */
const features = (count: number | string, ...more: readonly string[]): Uint8Array =>
  savedModel(`f(x: float32[?,${count}]) -> (y: float32[?])`, ...more);
const extra = 'g(z: int64[]) -> ()';

const digestOf = (bytes: Uint8Array): string => `sha-256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Publishes these whatever they break, and leaves the model without settings. */
async function publishAll(model: string, ...versions: readonly Uint8Array[]): Promise<void> {
  await api.ask('putModelConfig', { params: at(model), body: { mode: 'NONE' } });
  for (const version of versions) expect((await api.publish(model, version)).status).toBe(201);
  await api.ask('deleteModelConfig', { params: at(model) });
}

const comparedWith = ({ json }: Answer<'checkCompatibility'>): number[] =>
  json.reports.map(({ baseline_version: version }) => version);

describe('a check of bytes', () => {
  it('tells what the gate would say, and writes nothing', async () => {
    await publishAll('plain', features(3));
    const before = await contents.inventory();
    const bytes = features(4);
    const { status, json } = await check('plain', bytes);
    expect(status).toBe(200);
    expect(json).toEqual({
      namespace: 'default',
      model: 'plain',
      candidate_version: null,
      candidate_digest: digestOf(bytes),
      settings: {
        mode: 'BACKWARD',
        transport: 'both',
        unknown_shapes: 'warn',
        extra_inputs: 'reject',
        baseline: 'latest',
        severities: {},
      },
      refused: true,
      verdict: 'incompatible',
      mode: 'BACKWARD',
      transports: ['tensor', 'json'],
      counts: { error: 1, warning: 0, info: 0, hidden: 0 },
      approved: { error: 0, warning: 0, info: 0, hidden: 0 },
      offending: [1],
      reports: [
        {
          baseline_version: 1,
          verdict: 'incompatible',
          mode: 'BACKWARD',
          transports: ['tensor', 'json'],
          counts: { error: 1, warning: 0, info: 0, hidden: 0 },
          approved: { error: 0, warning: 0, info: 0, hidden: 0 },
          next_version: 'major',
          renames: [],
          findings: [
            {
              rule: 'input-dim-changed',
              level: 'error',
              levels: {
                backward: { tensor: 'error', json: 'error' },
                forward: { tensor: 'error', json: 'error' },
              },
              path: '/serve/f/inputs/x/dims/1',
              tag_set: ['serve'],
              signature_key: 'f',
              before: '3',
              after: '4',
              message: expect.any(String),
              fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
              counterexample: {
                tensor: expect.objectContaining({ notation: 'f(x: float32[1,3])' }),
                json: expect.objectContaining({ notation: 'f(x: float32[1,3])' }),
              },
            },
          ],
        },
      ],
    });
    expect(await contents.inventory()).toEqual(before);
    expect(await check('plain', features(3))).toMatchObject({
      status: 200,
      json: { refused: false, verdict: 'compatible', offending: [], reports: [{ findings: [] }] },
    });
  });

  it('has the fingerprints that approvals are bound to', async () => {
    await publishAll('foreseen', features(3));
    const { json } = await check('foreseen', features(4));
    await api.ask('createApproval', {
      params: at('foreseen'),
      body: {
        fingerprint: json.reports[0]?.findings[0]?.fingerprint,
        approver: 'ada',
        reason: 'agreed beforehand',
      },
    });
    expect((await check('foreseen', features(4))).json).toMatchObject({
      refused: false,
      verdict: 'compatible',
      counts: { error: 0 },
      approved: { error: 1 },
      reports: [{ findings: [{ level: 'error', approval: { approver: 'ada', expires_at: null } }] }],
    });
    expect((await api.publish('foreseen', features(4))).status).toBe(201);
  });

  it('finds nobody to break where there are no versions yet', async () => {
    for (const model of ['unborn', 'empty']) {
      if (model === 'empty') await api.ask('putModel', { params: at('empty'), body: {} });
      expect(await check(model, features(3), { new_model: true })).toMatchObject({
        status: 200,
        json: { refused: false, verdict: 'compatible', candidate_version: null, reports: [] },
      });
    }
  });

  it('takes large artifacts through the spool, of which nothing stays', async () => {
    await publishAll('heavy', features(3));
    const before = await contents.inventory();
    const bytes = largeSavedModel('f(x: float32[?,4]) -> (y: float32[?])');
    expect((await check('heavy', bytes)).json).toMatchObject({
      refused: true,
      candidate_digest: digestOf(bytes),
    });
    expect(await contents.inventory()).toEqual(before);
  });

  it.each<[string, number, string, Ask]>([
    ['nothing at all', 422, 'empty-artifact', {}],
    ['text', 422, 'not-a-model', { body: Buffer.from('hello, this is text') }],
    ['half a model', 422, 'malformed-model', { body: features(3).subarray(0, 40) }],
    [
      'a name nobody may have',
      422,
      'model-name-not-storable',
      { body: savedModel('f("\\u202e": int64[]) -> ()') },
    ],
    ['JSON', 415, 'unsupported-media-type', { body: { source: 'x' } }],
    [
      'another content type',
      415,
      'unsupported-media-type',
      { body: features(3), headers: { 'content-type': 'text/html' } },
    ],
    [
      'the digest of something else',
      400,
      'digest-mismatch',
      { body: features(3), headers: { 'repr-digest': `sha-256=:${'A'.repeat(43)}=:` } },
    ],
    [
      'a digest that nobody knows',
      400,
      'digest-not-supported',
      { body: features(3), headers: { 'repr-digest': 'md5=:AAAA:' } },
    ],
    ['a mode that is none', 400, 'invalid-request', { body: features(3), query: { mode: 'SIDEWAYS' } }],
    [
      'a transport that is none',
      400,
      'invalid-request',
      { body: features(3), query: { transport: 'pigeon' } },
    ],
    ['half strict shapes', 400, 'invalid-request', { body: features(3), query: { unknown_shapes: 'half' } }],
    ['odd extra inputs', 400, 'invalid-request', { body: features(3), query: { extra_inputs: 'eat' } }],
    [
      'a version that is none to compare with',
      400,
      'invalid-request',
      { body: features(3), query: { against: '@' } },
    ],
    ['a candidate that is no version', 400, 'invalid-request', { query: { candidate: 'all' } }],
    ['a parameter nobody knows', 400, 'invalid-request', { body: features(3), query: { agianst: '1' } }],
    ['bytes beside a candidate', 400, 'invalid-request', { body: features(3), query: { candidate: 1 } }],
    ['JSON beside a candidate', 400, 'invalid-request', { body: {}, query: { candidate: 1 } }],
    ['a candidate that is not there', 404, 'version-not-found', { query: { candidate: 9 } }],
    ['a candidate of an alias that is not there', 404, 'alias-not-found', { query: { candidate: '@x' } }],
    [
      'a version that is not there to compare with',
      404,
      'version-not-found',
      { body: features(3), query: { against: 9 } },
    ],
    [
      'an alias that is not there to compare with',
      404,
      'alias-not-found',
      { body: features(3), query: { against: '@x' } },
    ],
  ])('is refused with %s', async (_, status, code, ask) => {
    if ((await api.ask('getModel', { params: at('refusing') })).status === 404)
      await publishAll('refusing', features(3));
    const before = await contents.inventory();
    expect(await api.ask('checkCompatibility', { params: at('refusing'), ...ask })).toMatchObject({
      status,
      json: { code, status },
    });
    expect(await contents.inventory()).toEqual(before);
  });

  it('needs a model where it says what of it to compare with', async () => {
    const nobody = { status: 404, json: { code: 'model-not-found' } };
    expect(await check('nobody', features(3), { against: 'latest' })).toMatchObject(nobody);
    expect(await check('nobody', undefined, { candidate: 'latest' })).toMatchObject(nobody);
  });

  it('tells a model that is misspelt from one that is new', async () => {
    await publishAll('fraud', features(3));
    expect(await check('fruad', features(3))).toMatchObject({
      status: 404,
      json: {
        code: 'model-not-found',
        detail: expect.stringContaining('Did you mean default/fraud?'),
        similar: expect.arrayContaining(['default/fraud']),
      },
    });
    expect(await check('fruad', features(3), { new_model: true })).toMatchObject({
      status: 200,
      json: { verdict: 'compatible', reports: [] },
    });
  });
});

describe('what is compared with', () => {
  beforeAll(async () => {
    await publishAll('lined', features(3), features(4), features(3, extra), features('?'), features(5));
    await api.ask('putAlias', { params: { ...at('lined'), alias: 'production' }, body: { version: 2 } });
    await api.ask('putAlias', { params: { ...at('lined'), alias: 'next' }, body: { version: 5 } });
    await api.ask('deleteVersion', { params: { ...at('lined'), version: 4 } });
  });

  it.each<[Query, number[]]>([
    [{}, [5]],
    [{ against: 'latest' }, [5]],
    [{ against: '@production' }, [2]],
    [{ against: '3' }, [3]],
    [{ against: 'all' }, [1, 2, 3, 5]],
    [{ mode: 'FULL_TRANSITIVE' }, [1, 2, 3, 5]],
    [{ mode: 'FULL_TRANSITIVE', against: '1' }, [1]],
  ])('with bytes and %j are %j', async (query, versions) => {
    expect(comparedWith(await check('lined', features(3), query))).toEqual(versions);
  });

  it.each<[Query, number[]]>([
    [{ candidate: 5 }, [3]],
    [{ candidate: 'latest', against: 'latest' }, [3]],
    [{ candidate: '@production' }, [1]],
    [{ candidate: 3, against: '@next' }, [5]],
    [{ candidate: 3, against: 'all' }, [1, 2]],
    [{ candidate: 5, mode: 'BACKWARD_TRANSITIVE' }, [1, 2, 3]],
    [{ candidate: 1 }, []],
    [{ candidate: 1, against: 'all' }, []],
  ])('with %j are %j', async (query, versions) => {
    const checked = await check('lined', undefined, query);
    expect(checked.status).toBe(200);
    expect(comparedWith(checked)).toEqual(versions);
  });

  it('tells the version and the bytes of a candidate that is one', async () => {
    expect((await check('lined', undefined, { candidate: '@production' })).json).toMatchObject({
      candidate_version: 2,
      candidate_digest: digestOf(features(4)),
      refused: true,
    });
  });

  it('is nothing before the first', async () => {
    expect(await check('lined', undefined, { candidate: 1, against: 'latest' })).toMatchObject({
      status: 404,
      json: { code: 'version-not-found' },
    });
  });

  it('is all that is found on every version, each offending one named', async () => {
    const { json } = await check('lined', features(3), { against: 'all' });
    expect(json).toMatchObject({
      refused: true,
      verdict: 'incompatible',
      mode: 'BACKWARD',
      offending: [2, 3, 5],
      counts: { error: 3 },
      reports: [
        { baseline_version: 1, verdict: 'compatible', findings: [] },
        { baseline_version: 2, verdict: 'incompatible', findings: [{ before: '4', after: '3' }] },
        { baseline_version: 3, verdict: 'incompatible', findings: [{ rule: 'signature-removed' }] },
        { baseline_version: 5, verdict: 'incompatible', findings: [{ before: '5', after: '3' }] },
      ],
    });
  });
});

describe('the settings of a check', () => {
  beforeAll(async () => {
    await publishAll('set', savedModel('f(x: int32[]) -> (y: float32[...])'));
    await api.ask('putNamespaceConfig', {
      params: { namespace: 'default' },
      body: { severities: { 'signature-added': 'warning' } },
    });
    await api.ask('putModelConfig', { params: at('set'), body: { transport: 'json', mode: 'NONE' } });
  });
  afterAll(async () => {
    await api.ask('deleteNamespaceConfig', { params: { namespace: 'default' } });
  });

  const widened = savedModel('f(x: int64[]) -> (y: float32[?])', extra);

  it('are those in effect', async () => {
    expect((await check('set', widened)).json).toMatchObject({
      settings: { mode: 'NONE', transport: 'json', severities: { 'signature-added': 'warning' } },
      refused: false,
      verdict: 'undecided',
      transports: ['json'],
    });
  });

  it('give way to those of the request', async () => {
    expect((await check('set', widened, { transport: 'both' })).json).toMatchObject({
      settings: { mode: 'NONE', transport: 'both' },
      refused: false,
      verdict: 'incompatible',
    });
    expect((await check('set', widened, { transport: 'tensor', mode: 'BACKWARD' })).json).toMatchObject({
      settings: { mode: 'BACKWARD', transport: 'tensor', severities: { 'signature-added': 'warning' } },
      refused: true,
      transports: ['tensor'],
    });
    const strict = await check('set', widened, { mode: 'FORWARD', unknown_shapes: 'strict' });
    expect(strict.json.reports[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: 'output-rank-restricted', level: 'error' }),
    );
    const without = savedModel('f() -> (y: float32[...])');
    const lenient = { mode: 'BACKWARD', transport: 'tensor', extra_inputs: 'ignore' };
    expect((await check('set', without, lenient)).json).toMatchObject({ refused: false });
    expect((await check('set', without, { ...lenient, extra_inputs: 'reject' })).json).toMatchObject({
      refused: true,
    });
  });

  it('are those of a comparison of two versions too', async () => {
    await publishAll(
      'two',
      savedModel('f(x: int32[]) -> (y: bool[])'),
      savedModel('f(x: int64[]) -> (y: bool[])'),
    );
    const diff = (query: Query): Promise<Answer<'diffVersions'>> =>
      api.ask('diffVersions', { params: at('two'), query: { from: 1, to: 2, ...query } });
    expect((await diff({})).json).toMatchObject({ verdict: 'incompatible', offending: [1] });
    expect((await diff({ transport: 'json' })).json).toMatchObject({
      verdict: 'compatible',
      transports: ['json'],
      compared_with: [1],
      findings: [{ level: 'info', against: [1] }],
    });
    expect((await diff({ mode: 'FORWARD', transport: 'json' })).json).toMatchObject({
      verdict: 'incompatible',
      mode: 'FORWARD',
    });
    expect(await diff({ mode: 'x' })).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
  });

  it('mean the alias that the baseline is, and the latest version while there is none', async () => {
    await publishAll('based', features(3), features(4));
    await api.ask('putModelConfig', { params: at('based'), body: { baseline: '@production' } });
    expect(comparedWith(await check('based', features(3)))).toEqual([2]);
    await api.ask('putAlias', { params: { ...at('based'), alias: 'production' }, body: { version: 1 } });
    const checked = await check('based', features(3));
    expect(comparedWith(checked)).toEqual([1]);
    expect(checked.json.settings.baseline).toBe('@production');
  });
});

describe('the limits of a check', () => {
  it('are those of publishing, and so are the places', async () => {
    const small = await startSigcat({
      env: { DATABASE_URL: sigcat.databaseUrl, SIGCAT_MAX_UPLOADS: '1', SIGCAT_MAX_ARTIFACT_BYTES: '1000' },
    });
    const checkThere = async (body: Uint8Array): Promise<Answer> =>
      new Api(small.url).ask('checkCompatibility', { params: at('small'), query: { new_model: true }, body });
    expect(await checkThere(Buffer.alloc(1_001))).toMatchObject({
      status: 413,
      json: { code: 'artifact-too-large', limit: { name: 'maxArtifactBytes', value: 1_000 } },
    });
    const bytes = features(3);
    const publishing = await RawConnection.open(small.url);
    publishing.send(
      `POST /api/v1/models/default/small/versions HTTP/1.1\r\nhost: x\r\ncontent-type: application/zip\r\n` +
        `content-length: ${bytes.length}\r\n\r\n`,
    );
    publishing.send(bytes.subarray(0, 10));
    // A check in between could take the only place away from it.
    await wait(300);
    expect(await checkThere(bytes)).toMatchObject({
      status: 503,
      json: { code: 'too-many-uploads', limit: { name: 'maxUploads', value: 1 } },
    });
    publishing.close();
    await eventually(async () => (await checkThere(bytes)).status === 200);
    await small.stop();
    removeDataDir(small.dataDir);
  });
});

describe('the checker by itself', () => {
  it('takes bytes in, and clears away what it leaves', async () => {
    await publishAll('apart', features(3));
    const checker = await startSigcat({ app: 'compat-checker', env: { DATABASE_URL: sigcat.databaseUrl } });
    const apart = new Api(checker.url);
    const body = largeSavedModel('f(x: float32[?,4]) -> (y: float32[?])');
    expect(await apart.ask('checkCompatibility', { params: at('apart'), body })).toMatchObject({
      status: 200,
      json: { refused: true },
    });
    const { bytes } = await apart.ask('getMetrics');
    expect(bytes.toString()).toContain('sigcat_uploads_total{outcome="checked"} 1');
    expect(await checker.stop()).toBe(0);
    const left = await Contents.of(sigcat.databaseUrl, checker.dataDir);
    expect((await left.inventory()).spool).toEqual([]);
    await left.close();
    removeDataDir(checker.dataDir);
  });
});
