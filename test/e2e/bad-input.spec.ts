import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Api } from './harness/api';
import { encrypted, tarOf, zipOf } from './harness/archives';
import { Contents, type Inventory } from './harness/contents';
import { eventually } from './harness/eventually';
import { largeSavedModel } from './harness/large-saved-model';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';
import { removeDataDir, startSigcat } from './harness/sigcat-process';
import { field, number, savedModelOfFields, signatureWithInput, varint } from './harness/wire';

let sigcat: OwnSigcat;
let api: Api;
let contents: Contents;

beforeAll(async () => {
  const limits = { SIGCAT_MAX_ARTIFACT_BYTES: '40000000', SIGCAT_MAX_EXPANDED_BYTES: '10000000' };
  sigcat = await startOwnSigcat(limits);
  api = sigcat.api;
  contents = await Contents.of(sigcat.databaseUrl, sigcat.dataDir);
});

afterAll(async () => {
  await contents.close();
  await sigcat.end();
});

const model = Buffer.from(savedModel('serving_default(x: float32[?,3]) -> (y: float32[?])'));
const mebibyte = 'n'.repeat(2 ** 20);
const float = number(2, 1);

/** A composite of composites of … of a dense tensor. */
function nested(depth: number): Buffer {
  let info = float;
  for (let i = 0; i < depth; i++) info = field(5, field(1, number(1, 3)), field(2, info));
  return savedModelOfFields(signatureWithInput('x', info));
}

/** As small as signatures can be. */
function manySignatures(count: number): Buffer {
  const signatures = Array.from({ length: count }, (_, i) => field(5, field(1, String(i)), field(2)));
  return savedModelOfFields(Buffer.concat(signatures));
}

const inFolder = { path: 'export/saved_model.pb', content: model };

describe('what is no good model', () => {
  it.each<[string, string, () => Uint8Array]>([
    ['nothing', 'empty-artifact', () => Buffer.alloc(0)],
    ['text', 'not-a-model', () => Buffer.from('once upon a time')],
    [
      'a git-LFS pointer',
      'not-a-model',
      () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n'),
    ],
    ['JSON', 'not-a-model', () => Buffer.from('{"a": 1}')],
    ['comments that end and begin', 'not-a-model', () => Buffer.from(`${'<!---->'.repeat(2_000)}x`)],
    ['nothing but white space', 'not-a-model', () => Buffer.alloc(10_000_000, '\n')],
    [
      'a length of 2^63',
      'malformed-model',
      () => Buffer.concat([number(1, 1), Buffer.from([0x12]), varint(2n ** 63n)]),
    ],
    [
      'a length of 4 GiB',
      'malformed-model',
      () => Buffer.concat([number(1, 1), Buffer.from([0x12]), varint(2n ** 32n)]),
    ],
    ['composites 10,000 deep', 'nesting-too-deep', () => nested(10_000)],
    ['1,000,000 signatures', 'too-many-signatures', () => manySignatures(1_000_000)],
    [
      'a dim of 2^60',
      'invalid-shape',
      () =>
        savedModelOfFields(
          signatureWithInput('x', Buffer.concat([float, field(3, field(2, number(1, 2n ** 60n)))])),
        ),
    ],
    [
      'a dim of -2',
      'invalid-shape',
      () =>
        savedModelOfFields(
          signatureWithInput('x', Buffer.concat([float, field(3, field(2, number(1, -2)))])),
        ),
    ],
    ['a name of 1 MiB', 'model-name-too-long', () => savedModelOfFields(signatureWithInput(mebibyte, float))],
    ['a key of 2,001 bytes', 'model-name-too-long', () => savedModel(`${'k'.repeat(2_001)}() -> ()`)],
    [
      '1,001 graphs',
      'too-many-graphs',
      () => Buffer.concat(Array.from({ length: 1_001 }, () => field(2, field(1, field(4, 'serve'))))),
    ],
    [
      'a name with NUL',
      'model-name-not-storable',
      () => savedModelOfFields(signatureWithInput('a\0b', float)),
    ],
    [
      'a name that turns the direction of writing',
      'model-name-not-storable',
      () => savedModelOfFields(signatureWithInput('a\u202eb', float)),
    ],
    [
      'a name that is not UTF-8',
      'malformed-model',
      () => savedModelOfFields(signatureWithInput(Buffer.from([0xff, 0xfe]), float)),
    ],
    ['more bytes than an artifact may have', 'artifact-too-large', () => Buffer.alloc(40_000_001, 1)],
    [
      'an archive of nothing',
      'archive-without-model',
      () => tarOf({ path: 'readme.md', content: Buffer.from('x') }),
    ],
    [
      'an archive of two models',
      'archive-with-several-models',
      () => tarOf(inFolder, { ...inFolder, path: 'b/saved_model.pb' }),
    ],
    [
      'a path that leads out of the archive',
      'archive-path-outside',
      () => tarOf(inFolder, { path: '../../etc/passwd', content: model }),
    ],
    [
      'an absolute path in an archive',
      'archive-path-outside',
      () => tarOf({ ...inFolder, path: '/saved_model.pb' }),
    ],
    [
      'a link in an archive',
      'archive-link',
      () => tarOf(inFolder, { path: 'l', type: 'SymbolicLink', linkpath: '/etc/passwd' }),
    ],
    ['an encrypted zip', 'archive-encrypted', () => zipOf(encrypted, inFolder)],
    [
      'a link in a zip',
      'archive-link',
      () => zipOf(0, inFolder, { path: 'l', type: 'SymbolicLink', linkpath: '/etc/passwd' }),
    ],
    [
      'a zip of two models',
      'archive-with-several-models',
      () => zipOf(0, inFolder, { ...inFolder, path: 'b/saved_model.pb' }),
    ],
    [
      'a zip that expands beyond all bounds',
      'archive-expands-too-much',
      () => zipOf(0, { path: 'saved_model.pb', content: Buffer.concat([model, Buffer.alloc(30_000_000)]) }),
    ],
    [
      'a zip whose bytes are not those that its checksum is of',
      'archive-malformed',
      () => {
        const zip = zipOf(0, inFolder);
        zip.writeUInt32LE(1, zip.lastIndexOf('PK\x01\x02') + 16);
        return zip;
      },
    ],
    [
      'a zip with a path that leads out of it',
      'archive-path-outside',
      () => zipOf(0, inFolder, { path: '../x', content: model }),
    ],
    ['a zip that ends early', 'archive-malformed', () => zipOf(0, inFolder).subarray(0, -30)],
    [
      'a bomb',
      'archive-expands-too-much',
      () => gzipSync(tarOf({ path: 'variables/x', content: Buffer.alloc(20_000_000) }, inFolder)),
    ],
  ])('%s is refused as %s, and nothing is kept', async (_, code, bytes) => {
    const before = await contents.inventory();
    const { status, problem } = await api.publish('refused', bytes());
    expect({ status, problem }).toMatchObject({
      status: code === 'artifact-too-large' ? 413 : 422,
      problem: { code, type: `/problems/${code}`, detail: expect.any(String), fix: expect.any(String) },
    });
    expect(JSON.stringify(problem)).not.toMatch(/\/tmp|node_modules|\.ts:|\.js:/);
    expect(await contents.inventory()).toEqual(before);
  });

  it('is good with a name as long as may be, however little it can be compressed', async () => {
    const name = `n${randomBytes(990).toString('hex')}`;
    expect((await api.publish('long', savedModel(`${name}(${name}: int64[]) -> ()`))).status).toBe(201);
  });

  it('is good all the same when an archive of it is', async () => {
    expect((await api.publish('good', zipOf(0, inFolder))).status).toBe(201);
    expect((await api.publish('good', tarOf(inFolder))).status).toBe(201);
    expect((await api.publish('good', gzipSync(tarOf(inFolder)))).status).toBe(201);
  });
});

describe('a small model', () => {
  /** Whatever the bytes, the answer is a verdict, and what is refused leaves nothing. */
  async function publishOrRefuse(bytes: Uint8Array): Promise<void> {
    const before: Inventory = await contents.inventory();
    const { status } = await api.publish('mangled', bytes);
    expect([200, 201, 409, 422]).toContain(status);
    if (status >= 400) expect(await contents.inventory()).toEqual(before);
  }

  it('is published or refused when it is cut off at any byte', async () => {
    for (let length = 0; length < model.length; length++) await publishOrRefuse(model.subarray(0, length));
  });

  it('is published or refused when any bit of it is turned', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(model.length * 8 - 1), async (bit) => {
        const turned = Buffer.from(model);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        await publishOrRefuse(turned);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an upload', () => {
  /** Sends the head of a request only; the answer must not wait for the body. */
  async function announce(bytes: number, url = sigcat.url): Promise<unknown> {
    const upload = request(`${url}/api/v1/models/default/vast/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': bytes },
    });
    upload.on('error', () => undefined);
    upload.flushHeaders();
    const [answer] = (await once(upload, 'response')) as [IncomingMessage];
    const body = await json(answer);
    upload.destroy();
    return body;
  }

  it('is turned away before it arrives when it is larger than may be', async () => {
    expect(await announce(40_000_001)).toMatchObject({ status: 413, code: 'artifact-too-large' });
  });

  it('is turned away before it arrives when there is no room for it', async () => {
    const roomy = await startSigcat({
      env: { DATABASE_URL: sigcat.databaseUrl, SIGCAT_MAX_ARTIFACT_BYTES: String(2 ** 50) },
    });
    const answer = await announce(2 ** 49, roomy.url);
    expect(answer).toMatchObject({ status: 507, code: 'storage-full' });
    await roomy.stop();
    removeDataDir(roomy.dataDir);
  });

  it('leaves nothing when the disk runs full under it', async () => {
    // No file may grow beyond 64 KiB: to a process that is the same as a full disk.
    const cramped = await startSigcat({ env: { DATABASE_URL: sigcat.databaseUrl }, maxFileKib: 64 });
    const before = await contents.inventory();
    const crampedApi = new Api(cramped.url);
    const large = savedModelOfFields(field(2, Buffer.alloc(200_000)));
    expect(await crampedApi.publish('cramped', large)).toMatchObject({
      status: 507,
      problem: { code: 'storage-full' },
    });
    const spool = await Contents.of(sigcat.databaseUrl, cramped.dataDir);
    expect((await spool.inventory()).spool).toEqual([]);
    await spool.close();
    expect((await contents.inventory()).counts).toEqual(before.counts);
    expect((await crampedApi.publish('cramped', model)).status).toBe(201);
    await cramped.stop();
    removeDataDir(cramped.dataDir);
  });

  it('leaves nothing when its sender goes away half way', async () => {
    const before = await contents.inventory();
    const large = largeSavedModel('f() -> ()');
    const upload = request(`${sigcat.url}/api/v1/models/default/gone/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': large.length },
    });
    upload.on('error', () => undefined);
    upload.write(large.subarray(0, -50));
    await eventually(async () => (await contents.inventory()).spool.length === 1);
    upload.destroy();
    await eventually(async () => (await contents.inventory()).spool.length === 0);
    expect(await contents.inventory()).toEqual(before);
  });
});

describe('a request', () => {
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${sigcat.url}${path}`, init);

  it.each<[string, number, string, () => Promise<Response>]>([
    ['a parameter of 1 MiB', 431, 'headers-too-large', () => ask(`/api/v1/models?name=${mebibyte}`)],
    [
      'too many headers',
      431,
      'headers-too-large',
      () =>
        ask('/api/v1/models', {
          headers: Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`x-${i}`, 'yes'])),
        }),
    ],
    ['a broken percent-encoding', 400, 'invalid-request', () => ask('/api/v1/models/default/%zz')],
    ['a NUL in its path', 400, 'invalid-request', () => ask('/api/v1/models/default/a%00b')],
    [
      'JSON 100,000 levels deep',
      400,
      'invalid-request',
      () => put('['.repeat(100_000) + ']'.repeat(100_000)),
    ],
    ['JSON that ends early', 400, 'invalid-json', () => put('{"description": "x"')],
    [
      'more JSON than it may have',
      413,
      'request-too-large',
      () => put(`{"description": "${'x'.repeat(2 ** 20)}"}`),
    ],
    ['a parameter nobody knows', 400, 'invalid-request', () => ask('/api/v1/models?nmae=x')],
    ['half a surrogate pair', 400, 'invalid-request', () => put('{"labels": {"a": "\\ud800"}}')],
    [
      'bytes where JSON should be',
      415,
      'unsupported-media-type',
      () => put('{}', 'application/octet-stream'),
    ],
    [
      'a removal for good of no number',
      400,
      'invalid-request',
      () => ask('/api/v1/models/default/x/versions/latest?permanent=true', { method: 'DELETE' }),
    ],
    ['a member nobody knows', 400, 'invalid-request', () => put('{"name": "x"}')],
    ['a prototype', 400, 'invalid-json', () => put('{"__proto__": {"admin": true}}')],
    ['another content type', 415, 'unsupported-media-type', () => put('<a/>', 'application/xml')],
  ])('with %s gets %i %s', async (_, status, code, send) => {
    const answer = await send();
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
  });

  function put(body: string, type = 'application/json'): Promise<Response> {
    return ask('/api/v1/models/default/x', { method: 'PUT', headers: { 'content-type': type }, body });
  }
});

describe('many requests at once', () => {
  it('for what is not there do not keep each other waiting for connections', async () => {
    const remove = (version: number): Promise<number> =>
      api
        .ask('deleteVersion', { params: { namespace: 'default', model: 'good', version } })
        .then(({ status }) => status);
    const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => remove(1_000 + i)));
    expect(new Set(answers)).toEqual(new Set([404]));
  });
});

const fixtures = join(__dirname, '../../../shared/fixtures');
const describeFixtures = existsSync(fixtures) ? describe : describe.skip;

describeFixtures(`crafted files${existsSync(fixtures) ? '' : ' (skipped: no ../shared/fixtures)'}`, () => {
  interface Expected {
    readonly oracle: { readonly upb_parses: boolean; readonly protoc_cpp_parses: boolean };
    readonly signature_only_reader_may_accept?: boolean;
  }
  const cases = (kind: string): string[] => (existsSync(fixtures) ? readdirSync(join(fixtures, kind)) : []);
  const read = (...path: string[]): Buffer => readFileSync(join(fixtures, ...path));
  /** Names that two decoders read and that the catalogue does not take. */
  const notStorable = ['nul_in_names', 'bom_and_rtl_names'];

  it.each(cases('savedmodel_crafted'))('%s gets the verdict of two decoders', async (name) => {
    const expected = JSON.parse(read('savedmodel_crafted', name, 'expected.json').toString()) as Expected;
    const { status, problem } = await api.publish(
      `crafted-${name}`,
      read('savedmodel_crafted', name, 'saved_model.pb'),
    );
    if (notStorable.includes(name)) expect(problem.code).toBe('model-name-not-storable');
    else if (expected.oracle.upb_parses) expect({ status, problem }).toMatchObject({ status: 201 });
    else if (expected.signature_only_reader_may_accept !== true) expect(status).toBe(422);
  });

  // Under the right name for its content this one is a model.
  it.each(cases('not_a_model').filter((name) => name !== 'saved_model_named_onnx'))(
    '%s is refused',
    async (name) => {
      const file =
        readdirSync(join(fixtures, 'not_a_model', name)).find((path) => path !== 'expected.json') ?? '';
      expect((await api.publish('not-a-model', read('not_a_model', name, file))).status).toBe(422);
    },
  );
});
