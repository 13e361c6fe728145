import { renameSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@sigcat/test-database';
import { Client } from 'pg';
import { Api } from './harness/api';
import { largeSavedModel } from './harness/large-saved-model';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';
import { removeDataDir, startSigcat } from './harness/sigcat-process';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat({ SIGCAT_LOG_LEVEL: 'info' });
  api = sigcat.api;
});

afterAll(async () => {
  await sigcat.end();
});

const v1 = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
const breaking = savedModel('f(x: float32[?,4]) -> (y: float32[?])');

describe('metrics', () => {
  /** The value of a series; 0 where there is none yet. */
  async function metric(series: string): Promise<number> {
    const { bytes } = await api.ask('getMetrics');
    const line = bytes
      .toString()
      .split('\n')
      .find((text) => text.startsWith(`${series} `));
    return Number(line?.slice(series.length + 1) ?? 0);
  }

  it('count uploads, their bytes, verdicts and requests by route', async () => {
    await api.publish('counted', v1);
    await api.publish('counted', v1);
    await api.publish('counted', breaking);
    await api.publish('counted', Buffer.from('text'));
    expect(await metric('sigcat_uploads_total{outcome="created"}')).toBe(1);
    expect(await metric('sigcat_uploads_total{outcome="existing"}')).toBe(1);
    expect(await metric('sigcat_uploads_total{outcome="signature-incompatible"}')).toBe(1);
    expect(await metric('sigcat_uploads_total{outcome="not-a-model"}')).toBe(1);
    expect(await metric('sigcat_uploaded_bytes_total')).toBe(2 * v1.length + breaking.length + 4);
    expect(await metric('sigcat_gate_verdicts_total{verdict="compatible",refused="false"}')).toBe(1);
    expect(await metric('sigcat_gate_verdicts_total{verdict="incompatible",refused="true"}')).toBe(1);
    expect(await metric('sigcat_reading_seconds_count')).toBe(4);
    const route = '/api/v1/models/:namespace/:model/versions';
    const refused = `sigcat_http_request_seconds_count{method="POST",route="${route}",status="409"}`;
    expect(await metric(refused)).toBe(1);
    expect(await metric('sigcat_database_connections{state="waiting"}')).toBe(0);
    expect(await metric('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  });
});

describe('the log', () => {
  it('has one line of JSON a request, with its id, and no secret', async () => {
    const answer = await fetch(`${sigcat.url}/api/v1/models?name=hidden-from-logs`, {
      headers: { authorization: 'Bearer hidden-from-logs', cookie: 'hidden-from-logs' },
    });
    const id = answer.headers.get('x-request-id') ?? '';
    await answer.text();
    await new Promise((resolve) => setTimeout(resolve, 100));
    const lines = sigcat
      .output()
      .split('\n')
      .filter((line) => line.includes(id));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 30,
      reqId: id,
      method: 'GET',
      route: '/api/v1/models',
      status: 200,
      ms: expect.any(Number),
    });
    expect(sigcat.output()).not.toContain('hidden-from-logs');
    expect(sigcat.output()).not.toContain(new URL(sigcat.databaseUrl).password || 'no password');
  });
});

describe('uploads at once', () => {
  it('are turned away beyond the limit, with a word on when to come back', async () => {
    const small = await startSigcat({ env: { DATABASE_URL: sigcat.databaseUrl, SIGCAT_MAX_UPLOADS: '1' } });
    const slow = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(v1.subarray(0, 10));
        await new Promise((resolve) => setTimeout(resolve, 500));
        controller.enqueue(v1.subarray(10));
        controller.close();
      },
    });
    const first = fetch(`${small.url}/api/v1/models/default/slowly/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: slow,
      duplex: 'half',
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const second = await new Api(small.url).publish('too-many', v1);
    expect(second).toMatchObject({
      status: 503,
      problem: { code: 'too-many-uploads', limit: { name: 'maxUploads', value: 1 } },
    });
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await first).status).toBe(201);
    expect((await new Api(small.url).publish('too-many', v1)).status).toBe(201);
    await small.stop();
    removeDataDir(small.dataDir);
  });
});

describe('the artifact store', () => {
  it('belongs to the catalogue that was there first, from its start on', async () => {
    const before = await owner();
    const other = await createTestDatabase();
    const sql = new Client({ connectionString: other.url });
    await sql.connect();
    await sql.query('UPDATE catalogue SET id = gen_random_uuid()');
    await sql.end();
    const second = await startSigcat({ env: { DATABASE_URL: other.url }, dataDir: sigcat.dataDir });
    await second.stop();
    await other.drop();
    expect(await owner()).toBe(before);
  });

  function owner(): Promise<string> {
    return readFile(join(sigcat.dataDir, 'artifacts', 'catalogue'), 'utf8');
  }
});

describe('readiness', () => {
  it('is gone while the store is away, and nothing is published meanwhile', async () => {
    const [store, away] = [join(sigcat.dataDir, 'artifacts'), join(sigcat.dataDir, 'away')];
    const other = largeSavedModel('g() -> ()');
    renameSync(store, away);
    const unavailable = { status: 503, problem: { code: 'storage-unavailable' } };
    expect(await api.ask('getReadiness')).toMatchObject(unavailable);
    expect(await api.publish('homeless', other)).toMatchObject(unavailable);
    renameSync(away, store);
    expect((await api.ask('getReadiness')).status).toBe(200);
    expect(await api.publish('homeless', other)).toMatchObject({ status: 201, json: { version: 1 } });
  });
});
