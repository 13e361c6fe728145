import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SigcatClient } from '@sigcat/client';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@sigcat/embedded-postgres';
import { createTestDatabase } from '@sigcat/test-database';
import { Client } from 'pg';
import { Api } from './harness/api';
import { eventually } from './harness/eventually';
import { grpcPortOf, PredictionClient } from './harness/prediction-client';
import { savedModel } from './harness/saved-model';
import { SilentLine } from './harness/silent-line';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';
import { StreamingReplica } from './harness/streaming-replica';

jest.setTimeout(120_000);

const database = 'sigcat';
let folder: string;
let primary: EmbeddedPostgres;
let replica: StreamingReplica;
let upload: SigcatProcess;
/** Content with a replica that is a minute behind. */
let patient: SigcatProcess;
/** Content with one that is half a second behind. */
let strict: SigcatProcess;
let uploading: Api;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigcat-replicas-'));
  chmodSync(folder, 0o755);
  primary = await startEmbeddedPostgres({ dir: join(folder, 'primary'), database, durable: true });
  upload = await startSigcat({ app: 'upload-api', env: { DATABASE_URL: primary.url } });
  await new Api(upload.url).publish('fraud', savedModel('f(x: int32[]) -> (y: int32[], z1: int32[])'));
  await upload.stop();
  replica = await StreamingReplica.of(primary, database);
  const env = {
    DATABASE_URL: primary.url,
    DATABASE_REPLICA_URLS: replica.url,
    SIGCAT_REPLICA_CHECK_MS: '50',
    SIGCAT_STATEMENT_TIMEOUT_MS: '5000',
  };
  upload = await startSigcat({ app: 'upload-api', dataDir: upload.dataDir, env });
  const { dataDir } = upload;
  patient = await startSigcat({
    app: 'query-api',
    dataDir,
    env: { ...env, SIGCAT_MAX_REPLICA_LAG_MS: '60000', SIGCAT_GRPC_PORT: '0', SIGCAT_LOG_LEVEL: 'info' },
  });
  strict = await startSigcat({
    app: 'query-api',
    dataDir,
    env: { ...env, SIGCAT_MAX_REPLICA_LAG_MS: '500' },
  });
  uploading = new Api(upload.url);
});

afterAll(async () => {
  for (const service of [strict, patient, upload]) await service.stop();
  await replica.stop();
  await primary.stop();
  removeDataDir(upload.dataDir);
  rmSync(folder, { recursive: true, force: true });
});

/** The number of the newest version, as one of the services sees it. */
async function newest(
  { url }: SigcatProcess,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const params = { namespace: 'default', model: 'fraud', version: 'latest' };
  const { status, json } = await new Api(url).ask('getVersion', { params, headers });
  expect(status).toBe(200);
  return json.version;
}

/** The same, as it is told over gRPC. */
async function newestOverGrpc(service: SigcatProcess, position?: string): Promise<number> {
  const client = new PredictionClient(grpcPortOf(service));
  try {
    const { model_spec } = await client.ask(
      { model_spec: { name: 'fraud' }, metadata_field: ['signature_def'] },
      position === undefined ? {} : { 'sigcat-position': position },
    );
    return Number(model_spec.version.value);
  } finally {
    client.close();
  }
}

let published = 1;

/** Publishes one more, and says where the primary is then. */
async function publish(): Promise<string> {
  published++;
  const outputs = Array.from({ length: published }, (_, i) => `z${i + 1}`);
  const model = savedModel(
    `f(x: int32[]) -> (y: int32[], ${outputs.map((name) => `${name}: int32[]`).join()})`,
  );
  const { status, headers } = await uploading.publish('fraud', model);
  expect(status).toBe(201);
  const position = headers.get('sigcat-position');
  expect(position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
  return position ?? '';
}

async function becomes(
  { url }: SigcatProcess,
  state: 'fresh' | 'lagging' | 'away',
  count = 1,
): Promise<void> {
  await eventually(async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return text.includes(`sigcat_database_replicas{state="${state}"} ${count}`);
  });
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return Promise.race([
    work,
    wait(ms, undefined, { ref: false }).then(() => Promise.reject(new Error(`not within ${ms} ms`))),
  ]);
}

/** As it stands in the log. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

describe('reading from two replicas, of which one has fallen behind', () => {
  let second: StreamingReplica;
  let both: SigcatProcess;

  beforeAll(async () => {
    second = await StreamingReplica.of(primary, database, 'second');
    both = await startSigcat({
      app: 'query-api',
      dataDir: upload.dataDir,
      env: {
        DATABASE_URL: primary.url,
        DATABASE_REPLICA_URLS: `${replica.url},${second.url}`,
        SIGCAT_REPLICA_CHECK_MS: '50',
        SIGCAT_MAX_REPLICA_LAG_MS: '60000',
      },
    });
    await becomes(both, 'fresh', 2);
  });

  afterAll(async () => {
    await both.stop();
    await second.stop();
  });

  afterEach(() => second.resume());

  it('puts no answer together from both of them', async () => {
    await second.pause();
    await publish();
    await eventually(async () => (await newest(both)) === published);
    const api = new Api(both.url);
    const params = { namespace: 'default', model: 'fraud', version: 'latest' };
    const seen = new Set<number>();
    for (let i = 0; i < 8; i++) {
      const { json: version } = await api.ask('getVersion', { params });
      seen.add(version.version);
      const { json: signatures } = await api.ask('listSignatures', { params });
      for (const { graphs } of [version, signatures]) {
        const outputs = graphs[0]?.signatures[0]?.outputs;
        expect([published, published + 1]).toContain(outputs?.length);
      }
      expect((await api.ask('getArtifact', { params })).status).toBe(200);
    }
    expect(seen).toEqual(new Set([published - 1, published]));
  });
});

describe('a replica that goes silent', () => {
  let line: SilentLine;
  let service: SigcatProcess;

  beforeAll(async () => {
    line = await SilentLine.to(replica.url);
    service = await startSigcat({
      app: 'query-api',
      dataDir: upload.dataDir,
      env: {
        DATABASE_URL: primary.url,
        DATABASE_REPLICA_URLS: line.url,
        SIGCAT_MAX_REPLICA_LAG_MS: '60000',
        SIGCAT_REPLICA_CHECK_MS: '50',
        SIGCAT_REPLICA_TIMEOUT_MS: '300',
      },
    });
    await becomes(service, 'fresh');
  });

  afterAll(async () => {
    await service.stop('SIGKILL');
    line.close();
  });

  it('keeps nobody waiting, neither who has asked it already nor who asks later', async () => {
    line.silence();
    const asked = Array.from({ length: 40 }, () => newest(service));
    expect(await within(5_000, Promise.all(asked))).toEqual(asked.map(() => published));
    await becomes(service, 'away');
    expect(await within(5_000, newest(service))).toBe(published);
  });

  it('is read from again when it answers', async () => {
    line.speak();
    await becomes(service, 'fresh');
    expect(await newest(service)).toBe(published);
  });

  it('does not keep the service from stopping', async () => {
    line.silence();
    await becomes(service, 'away');
    expect(await within(10_000, service.stop())).toBe(0);
  });
});

describe('what is not a replica that can be read from', () => {
  it('is left alone, and the log says once why', async () => {
    const other = await createTestDatabase();
    const service = await startSigcat({
      app: 'query-api',
      dataDir: upload.dataDir,
      env: {
        DATABASE_URL: other.url,
        DATABASE_REPLICA_URLS: [replica.url, other.url, 'postgresql://127.0.0.1:1/none'].join(),
        SIGCAT_REPLICA_CHECK_MS: '50',
      },
    });
    try {
      await becomes(service, 'away', 3);
      const params = { namespace: 'default', model: 'fraud', version: 1 };
      for (let i = 0; i < 4; i++)
        expect((await new Api(service.url).ask('getVersion', { params })).status).toBe(404);
      const warnings = service
        .output()
        .split('\n')
        .filter((line) => line.includes('a replica is not read from'))
        .map((line) => JSON.parse(line) as { level: number; replica: string; cause: string });
      expect(warnings.map(({ level }) => level)).toEqual([40, 40, 40]);
      const causes = new Map(warnings.map(({ replica: name, cause }) => [name, cause]));
      expect(causes.get(nameOf(replica.url))).toBe('it has another catalogue than the primary');
      expect(causes.get(nameOf(other.url))).toBe('it follows no other database');
      expect(causes.get('127.0.0.1:1/none')).toContain('ECONNREFUSED');
    } finally {
      await service.stop();
      await other.drop();
    }
  });
});

describe('a replica on which statements fail', () => {
  it('is left alone, which the log says, and the primary answers', async () => {
    const client = new Client({ connectionString: primary.url });
    await client.connect();
    await client.query(`CREATE ROLE onlooker LOGIN PASSWORD 'secret'`);
    await client.query('GRANT SELECT ON catalogue TO onlooker');
    await client.end();
    const url = new URL(replica.url);
    url.username = 'onlooker';
    url.password = 'secret';
    const service = await startSigcat({
      app: 'query-api',
      dataDir: upload.dataDir,
      env: {
        DATABASE_URL: primary.url,
        DATABASE_REPLICA_URLS: url.href,
        SIGCAT_MAX_REPLICA_LAG_MS: '60000',
        SIGCAT_REPLICA_CHECK_MS: '50',
      },
    });
    try {
      await becomes(service, 'fresh');
      expect(await newest(service)).toBe(published);
      expect(service.output()).toMatch(/permission denied for table.*a replica is not read from/);
    } finally {
      await service.stop();
    }
  });
});

describe('reading from a streaming replica', () => {
  it('shows what the replica has, as long as it is not too far behind', async () => {
    for (const service of [patient, strict]) await becomes(service, 'fresh');
    await replica.pause();
    const position = await publish();
    expect(await newest(patient)).toBe(published - 1);
    const { json } = await new Api(patient.url).ask('searchSignatures', {
      query: { q: `-> (z${published}: *, ...)` },
    });
    expect(json.items).toEqual([]);
    const batch = await new Api(patient.url).ask('batchGetVersions', {
      body: { versions: ['fraud@latest'] },
    });
    expect(batch.json.items).toMatchObject([{ version: { version: published - 1 } }]);
    expect(batch.headers.get('sigcat-position')).toBeNull();
    expect(await newestOverGrpc(patient)).toBe(published - 1);
    expect(await newestOverGrpc(patient, position)).toBe(published);
    await becomes(strict, 'lagging');
    expect(await newest(strict)).toBe(published);
    await replica.resume();
    await becomes(strict, 'fresh');
    expect(await newest(patient)).toBe(published);
  });

  it('shows whoever has published what he has published', async () => {
    await replica.pause();
    const position = await publish();
    expect(await newest(patient, { 'sigcat-position': position })).toBe(published);
    expect(await newest(patient, { 'sigcat-position': 'no position' })).toBe(published);
    expect(await newest(patient)).toBe(published - 1);
    await replica.resume();
    await eventually(async () => (await newest(patient)) === published);
    expect(await newest(patient, { 'sigcat-position': position })).toBe(published);
  });

  it('goes on from the primary when the replica dies, and comes back to it', async () => {
    replica.kill();
    expect(await newest(strict)).toBe(published);
    await becomes(strict, 'away');
    await publish();
    expect(await newest(strict)).toBe(published);
    await replica.restart();
    await becomes(strict, 'fresh');
    expect(await newest(strict)).toBe(published);
  });

  it('goes on from the replica when the primary is away', async () => {
    await becomes(strict, 'fresh');
    await eventually(async () => (await newest(patient)) === published);
    const port = Number(new URL(primary.url).port);
    const { dir } = primary;
    await primary.stop();
    expect(await newest(strict)).toBe(published);
    const refused = await uploading.publish('fraud', savedModel('f(z: int32[]) -> ()'));
    expect(refused.status).toBe(503);
    primary = await startEmbeddedPostgres({ dir, port, database, durable: true });
    await eventually(async () => (await uploading.ask('getReadiness')).status === 200);
    await publish();
    await eventually(async () => (await newest(strict)) === published);
  });
});

describe('the client', () => {
  it('sees what it has changed', async () => {
    const all = await startSigcat({
      dataDir: upload.dataDir,
      env: {
        DATABASE_URL: primary.url,
        DATABASE_REPLICA_URLS: replica.url,
        SIGCAT_MAX_REPLICA_LAG_MS: '60000',
        SIGCAT_REPLICA_CHECK_MS: '50',
      },
    });
    try {
      await becomes(all, 'fresh');
      await replica.pause();
      const [one, other] = [new SigcatClient(all.url), new SigcatClient(all.url)];
      await one.saveSearch('mine', { search: { q: '(x: *)' } });
      const names = async (client: SigcatClient): Promise<string[]> =>
        (await client.listSearches()).items.map(({ name }) => name);
      expect(await names(one)).toEqual(['mine']);
      expect(await names(other)).toEqual([]);
    } finally {
      await replica.resume();
      await all.stop();
    }
  });
});
