import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations } from '@sigcat/contracts';
import { type Answer, type Api, type Ask } from './harness/api';
import { largeSavedModel } from './harness/large-saved-model';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

const wide = Array.from({ length: 60 }, (_, i) => `x${i}: float32[?,${i}]`).join(', ');
const stored = largeSavedModel('f(x: float32[?]) -> ()');

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat({ SIGCAT_CACHE_SECONDS: '3600' });
  api = sigcat.api;
  await api.publish('fraud', savedModel('f(x: float32[?,3]) -> (y: float32[?])'));
  await api.publish('fraud', savedModel('f(x: float32[?,3]) -> (y: float32[?])', `g(${wide}) -> ()`));
  await api.publish('stored', stored);
  await api.ask('putAlias', {
    params: { namespace: 'default', model: 'fraud', alias: 'live' },
    body: { version: 1 },
  });
});

afterAll(async () => {
  await sigcat.end();
});

const fraud = (version: string | number): Record<string, string | number> => ({
  namespace: 'default',
  model: 'fraud',
  version,
});

const lasting = 'max-age=3600, immutable';
const unlessChanged = 'no-cache';

describe('what never changes of a version', () => {
  const getting = {
    getArtifact: (version) => ({ params: fraud(version) }),
    listSignatures: (version) => ({ params: fraud(version) }),
    getSignature: (version) => ({ params: { ...fraud(version), key: 'f' } }),
    getReport: (version) => ({ params: fraud(version) }),
  } satisfies { readonly [id: string]: (version: string) => Ask };
  const ids = Object.keys(getting) as (keyof typeof getting)[];

  it.each(ids)('may be kept where its number is asked for, and else only held against (%s)', async (id) => {
    for (const [version, control] of [
      ['1', lasting],
      ['latest', unlessChanged],
      ['@live', unlessChanged],
    ] as const) {
      const answer = await api.ask(id, getting[id](version));
      expect(answer).toMatchObject({ status: 200 });
      expect(answer.headers.get('cache-control')).toBe(control);
      const etag = answer.headers.get('etag') ?? '';
      const again = await api.ask(id, { ...getting[id](version), headers: { 'if-none-match': etag } });
      expect({ status: again.status, length: again.bytes.length }).toEqual({ status: 304, length: 0 });
      expect(again.headers.get('cache-control')).toBe(control);
      expect(again.headers.get('etag')).toBe(etag);
    }
  });

  it.each(ids)('is held against by those who ask for headers alone (%s)', async (id) => {
    const params = { ...fraud('1'), key: 'f' } as Readonly<Record<string, string>>;
    const path = operations[id].path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
    const head = (headers: Readonly<Record<string, string>>): Promise<Response> =>
      fetch(`${sigcat.url}${path}`, { method: 'HEAD', headers });
    const whole = await head({});
    expect(whole.status).toBe(200);
    const etag = whole.headers.get('etag') ?? '';
    const same = await head({ 'if-none-match': etag });
    expect(same.status).toBe(304);
    expect(same.headers.get('etag')).toBe(etag);
    expect(same.headers.get('content-length')).toBeNull();
  });

  it('may be kept by those who ask as of model servers, too', async () => {
    const byNumber = { params: { model: 'fraud', version: '1' } };
    const control = async (answer: Promise<Answer>): Promise<unknown> =>
      (await answer).headers.get('cache-control');
    expect(await control(api.ask('getTfServingVersionMetadata', byNumber))).toBe(lasting);
    const query = { signature: 'f' };
    expect(await control(api.ask('getOpenInferenceVersion', { ...byNumber, query }))).toBe(lasting);
    expect(await control(api.ask('getTfServingMetadata', { params: { model: 'fraud' } }))).toBe(
      unlessChanged,
    );
  });

  it('is not kept where it is not there', async () => {
    const answer = await api.ask('listSignatures', { params: fraud(9) });
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('etag')).toBeNull();
  });
});

describe('what may change', () => {
  it.each<[Parameters<Api['ask']>[0], Ask]>([
    ['getVersion', { params: fraud(1) }],
    ['getModel', { params: fraud(1) }],
    ['listModels', {}],
    ['listVersions', { params: fraud(1) }],
    ['diffVersions', { params: fraud(1), query: { from: 1, to: 2 } }],
    ['searchSignatures', { query: { q: 'f() -> ()' } }],
    ['listRules', {}],
    ['getRule', { params: { id: 'input-added' } }],
    ['getConfig', { query: { effective: true } }],
    ['getOpenApi', {}],
  ])('is held against the server each time, for the price of the headers (%s)', async (id, ask) => {
    const first = await api.ask(id, ask);
    expect(first).toMatchObject({ status: 200 });
    expect(first.headers.get('cache-control')).toBe(unlessChanged);
    const headers = { 'if-none-match': `"other", ${first.headers.get('etag') ?? ''}` };
    expect(await api.ask(id, { ...ask, headers })).toMatchObject({ status: 304 });
    const others = await api.ask(id, { ...ask, headers: { 'if-none-match': '"other"' } });
    expect(others).toMatchObject({ status: 200, json: first.json });
  });

  it('comes anew when it has changed', async () => {
    const first = await api.ask('getVersion', { params: fraud(1) });
    await api.ask('patchVersion', { params: fraud(1), body: { deprecation: 'use 2' } });
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    const second = await api.ask('getVersion', { params: fraud(1), headers });
    expect(second).toMatchObject({ status: 200, json: { deprecation: 'use 2' } });
  });

  it('is in no cache where it tells of this moment, or is the answer to a change', async () => {
    for (const id of ['getHealth', 'getReadiness', 'getMetrics'] as const)
      expect((await api.ask(id)).headers.get('cache-control')).toBe('no-store');
    const changed = await api.ask('patchVersion', { params: fraud(1), body: {} });
    expect(changed.headers.get('cache-control')).toBeNull();
    expect(changed.headers.get('etag')).toBeNull();
  });
});

interface Plain {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** Asks without what `fetch` does about encodings by itself. */
function plainly(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Plain> {
  return new Promise((resolve, reject) => {
    request(new URL(path, sigcat.url), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('a large answer', () => {
  const path = '/api/v1/models/default/fraud/versions/2';

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('travels as %s to whoever takes that', async (encoding, decompress) => {
    const plain = await plainly(path);
    const { status, headers, body } = await plainly(path, { 'accept-encoding': encoding });
    expect({ status, encoding: headers['content-encoding'] }).toEqual({ status: 200, encoding });
    expect(headers['content-length']).toBe(String(body.length));
    expect(body.length).toBeLessThan(plain.body.length / 4);
    expect(decompress(body).equals(plain.body)).toBe(true);
    for (const answer of [plain.headers, headers]) expect(answer['vary']).toBe('accept-encoding');
    expect(headers['etag']).toBe(plain.headers['etag']);
    const { status: again } = await plainly(path, {
      'accept-encoding': 'identity',
      'if-none-match': String(headers['etag']),
    });
    expect(again).toBe(304);
    const head = await plainly(path, { 'accept-encoding': encoding }, 'HEAD');
    expect(head.headers['content-length']).toBe(headers['content-length']);
    expect(head.headers['content-encoding']).toBe(encoding);
  });

  it('travels as it is to others', async () => {
    for (const accepted of ['identity', 'zstd', 'br;q=0, gzip;q=0']) {
      const { headers } = await plainly(path, { 'accept-encoding': accepted });
      expect(headers['content-encoding']).toBeUndefined();
    }
  });

  it('is compressed where it is a problem, or metrics, too', async () => {
    const query = Array.from({ length: 60 }, (_, i) => `unknown_${i}=1`).join('&');
    const problem = await plainly(`/api/v1/models?${query}`, { 'accept-encoding': 'br' });
    expect(problem).toMatchObject({ status: 400, headers: { 'content-encoding': 'br' } });
    expect(JSON.parse(brotliDecompressSync(problem.body).toString())).toMatchObject({
      code: 'invalid-request',
    });
    const metrics = await plainly('/metrics', { 'accept-encoding': 'gzip' });
    expect(gunzipSync(metrics.body).toString()).toContain('sigcat_http_request_seconds');
  });
});

describe('what is not compressed', () => {
  it('is a small answer', async () => {
    const { status, headers } = await plainly('/healthz', { 'accept-encoding': 'br, gzip' });
    expect({ status, encoding: headers['content-encoding'] }).toEqual({ status: 200, encoding: undefined });
  });

  it('is an artifact, so that a range of it is a range of what was published', async () => {
    const path = '/api/v1/models/default/stored/versions/1/artifact';
    const accepting = { 'accept-encoding': 'br, gzip' };
    const whole = await plainly(path, accepting);
    expect(whole.headers['content-encoding']).toBeUndefined();
    expect(whole.body.equals(stored)).toBe(true);
    const part = await plainly(path, {
      ...accepting,
      range: 'bytes=5000-69999',
      'if-range': String(whole.headers['etag']),
    });
    expect(part).toMatchObject({
      status: 206,
      headers: { 'content-range': `bytes 5000-69999/${stored.length}`, 'content-length': '65000' },
    });
    expect(part.headers['content-encoding']).toBeUndefined();
    expect(part.body.equals(stored.subarray(5000, 70_000))).toBe(true);
  });
});
