import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Client } from 'pg';
import { Api } from './harness/api';
import { savedModel } from './harness/saved-model';
import { makeDataDir, removeDataDir, spawnSigcat, startSigcat } from './harness/sigcat-process';

const bytes = savedModel('serving_default(x: float32[?,3]) -> (y: float32[?])');

describe('the process', () => {
  it('keeps what was published over a restart, on its embedded PostgreSQL', async () => {
    const dataDir = makeDataDir();
    try {
      const first = await startSigcat({ dataDir });
      expect(first.output()).toContain(dataDir);
      await new Api(first.url).publish('kept', bytes);
      expect(await first.stop()).toBe(0);

      const second = await startSigcat({ dataDir });
      const api = new Api(second.url);
      const params = { namespace: 'default', model: 'kept', version: 1 };
      expect((await api.ask('getVersion', { params })).json).toMatchObject({ version: 1 });
      expect((await api.ask('getArtifact', { params })).bytes.equals(bytes)).toBe(true);
      expect(await second.stop('SIGINT')).toBe(0);
    } finally {
      removeDataDir(dataDir);
    }
  });

  it('says all that is wrong with its settings in one message, and ends', async () => {
    const child = spawnSigcat({ SIGCAT_PORT: 'eighty', SIGCAT_POOL_SIZE: '0', SIGCAT_TYPO: '1' });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(said).toMatch(/SIGCAT_PORT: .*\n.*SIGCAT_POOL_SIZE: .*\n.*SIGCAT_TYPO: /);
  });

  describe('on a database of its own', () => {
    let database: TestDatabase;
    let taken: string;
    const neighbour = createServer();
    beforeAll(async () => {
      database = await createTestDatabase();
      neighbour.listen(0, '127.0.0.1');
      await once(neighbour, 'listening');
      taken = String((neighbour.address() as AddressInfo).port);
    });
    afterAll(async () => {
      neighbour.close();
      await database.drop();
    });

    it.each([
      [
        'a port that is taken',
        'SIGCAT_PORT',
        (): Record<string, string> => ({ DATABASE_URL: database.url, SIGCAT_PORT: taken }),
      ],
      ['a database that is not there', 'DATABASE_URL', () => ({ DATABASE_URL: `${database.url}_not` })],
      [
        'a server that is not there',
        'DATABASE_URL',
        () => ({ DATABASE_URL: 'postgresql://u:secret@127.0.0.1:1/x' }),
      ],
      [
        'a folder that is a file',
        'SIGCAT_DATA_DIR',
        () => ({ DATABASE_URL: database.url, SIGCAT_DATA_DIR: __filename }),
      ],
    ])(
      'says of %s what happened and that %s is to be looked at, without a stack',
      async (_, variable, env) => {
        const failure = await startSigcat({ env: env() }).catch(String);
        expect(failure).toMatch(/Sigcat does not start: /);
        expect(failure).toContain(variable);
        expect(failure).not.toMatch(/\n\s+at |secret/);
      },
    );

    it('refuses a database that a newer program has been at', async () => {
      const newer = await createTestDatabase();
      const sql = new Client({ connectionString: newer.url });
      await sql.connect();
      await sql.query(`INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
        VALUES ('x', 'x', '29991231000000_future', now(), 1)`);
      await sql.end();
      const start = startSigcat({ env: { DATABASE_URL: newer.url } });
      await expect(start).rejects.toThrow(
        'migrations that this program does not know: 29991231000000_future',
      );
      await newer.drop();
    });

    it('lets an upload finish when it is told to stop, and takes no other', async () => {
      const sigcat = await startSigcat({ env: { DATABASE_URL: database.url } });
      const upload = request(`${sigcat.url}/api/v1/models/default/slow/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
      });
      upload.write(bytes.subarray(0, 20));
      await new Promise((resolve) => setTimeout(resolve, 200));
      const stopped = sigcat.stop();
      await new Promise((resolve) => setTimeout(resolve, 200));
      await expect(fetch(`${sigcat.url}/healthz`)).rejects.toThrow();
      upload.end(bytes.subarray(20));
      const [answer] = (await once(upload, 'response')) as [{ statusCode: number; resume: () => void }];
      answer.resume();
      expect(answer.statusCode).toBe(201);
      expect(await stopped).toBe(0);
      removeDataDir(sigcat.dataDir);
    });

    it('does not wait for a connection over which nothing is asked', async () => {
      const sigcat = await startSigcat({ env: { DATABASE_URL: database.url } });
      const { port, hostname } = new URL(sigcat.url);
      const [silent, busy] = [connect(Number(port), hostname), connect(Number(port), hostname)];
      busy.write('GET /healthz HTTP/1.1\r\n');
      await once(silent, 'connect');
      await new Api(sigcat.url).ask('getHealth');
      const stopped = sigcat.stop();
      await once(silent.resume(), 'close');
      expect(busy.closed).toBe(false);
      busy.end('Host: x\r\n\r\n');
      expect(await text(busy)).toMatch(/^HTTP\/1.1 \d{3} /);
      expect(await stopped).toBe(0);
      removeDataDir(sigcat.dataDir);
    });

    it('breaks off an upload that takes longer than it may', async () => {
      const sigcat = await startSigcat({ env: { DATABASE_URL: database.url, SIGCAT_DRAIN_MS: '300' } });
      const upload = request(`${sigcat.url}/api/v1/models/default/stuck/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', 'content-length': bytes.length },
      });
      upload.write(bytes.subarray(0, 20));
      await new Promise((resolve) => setTimeout(resolve, 200));
      const broken = once(upload, 'error');
      expect(await sigcat.stop()).toBe(0);
      await broken;
      removeDataDir(sigcat.dataDir);
    });
  });
});
