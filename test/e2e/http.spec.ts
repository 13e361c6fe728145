import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { Api } from './harness/api';
import { Contents } from './harness/contents';
import { eventually } from './harness/eventually';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { type RawAnswer, RawConnection } from './harness/raw-connection';
import { savedModel } from './harness/saved-model';
import { removeDataDir, startSigcat } from './harness/sigcat-process';

const idleMs = 500;
const requestMs = 2_000;

let sigcat: OwnSigcat;
let contents: Contents;

beforeAll(async () => {
  sigcat = await startOwnSigcat({
    SIGCAT_IDLE_TIMEOUT_MS: String(idleMs),
    SIGCAT_REQUEST_TIMEOUT_MS: String(requestMs),
    SIGCAT_MAX_UPLOADS: '1',
  });
  contents = await Contents.of(sigcat.databaseUrl, sigcat.dataDir);
});

afterAll(async () => {
  await contents.close();
  await sigcat.end();
});

const model = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
const modelAddress = '/api/v1/models/default/fraud';

/** The line and the headers of a request, as they are sent. */
function head(line: string, ...headers: readonly string[]): string {
  return [line, ...headers, '', ''].join('\r\n');
}

/** Of an upload. */
function uploadHead(name: string, bytes = model.length): string {
  return head(
    `POST /api/v1/models/default/${name}/versions HTTP/1.1`,
    'host: x',
    'content-type: application/octet-stream',
    `content-length: ${bytes}`,
  );
}

/** The answers to what is sent on a connection of its own. */
async function answersTo(request: string): Promise<RawAnswer[]> {
  const connection = await RawConnection.open(sigcat.url);
  connection.send(request);
  return connection.answers();
}

function expectProblem(answer: RawAnswer | undefined, status: number, code: string): void {
  const type: unknown = expect.stringContaining('application/problem+json');
  expect(answer).toMatchObject({ status, headers: { 'content-type': type } });
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status, code, type: `/problems/${code}` });
}

describe('a method', () => {
  it.each([
    ['PUT', '/healthz', 'GET,HEAD,OPTIONS'],
    ['POST', '/api/v1/models?page_size=1', 'GET,HEAD,OPTIONS'],
    ['PATCH', `${modelAddress}/versions`, 'POST,GET,HEAD,OPTIONS'],
    ['GET', `${modelAddress}/aliases/production`, 'PUT,DELETE,OPTIONS'],
    ['HEAD', `${modelAddress}/aliases/production`, 'PUT,DELETE,OPTIONS'],
    ['POST', '/v2/models/fraud', 'GET,HEAD,OPTIONS'],
    ['PROPFIND', modelAddress, 'GET,HEAD,PUT,PATCH,DELETE,OPTIONS'],
  ])('that is %s is not for %s, which takes %s', async (method, path, allow) => {
    const answer = await fetch(`${sigcat.url}${path}`, { method });
    expect({ status: answer.status, allow: answer.headers.get('allow') }).toEqual({ status: 405, allow });
    const body = await answer.text();
    if (method === 'HEAD') expect(body).toBe('');
    else {
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(JSON.parse(body)).toMatchObject({
        code: 'method-not-allowed',
        allow: allow.split(','),
        request_id: answer.headers.get('x-request-id'),
      });
    }
  });

  it('is refused before the body has come, whatever it is', async () => {
    const connection = await RawConnection.open(sigcat.url);
    connection.send(
      head('DELETE /openapi.json HTTP/1.1', 'host: x', 'content-type: x/y', 'content-length: 9999'),
    );
    expectProblem((await connection.answers())[0], 405, 'method-not-allowed');
  });

  it('that is HEAD gets what GET does, without the body', async () => {
    const [get, answer] = await Promise.all(
      ['GET', 'HEAD'].map((method) => fetch(`${sigcat.url}/api/v1/rules`, { method })),
    );
    expect(answer?.status).toBe(200);
    const headers = ['content-type', 'content-length', 'content-encoding', 'etag', 'cache-control'];
    for (const header of headers) expect(answer?.headers.get(header)).toBe(get?.headers.get(header));
    expect(answer?.headers.get('content-length')).not.toBeNull();
    expect(await answer?.text()).toBe('');
  });

  it('that is OPTIONS gets the methods of an address, or of all', async () => {
    const answer = await fetch(`${sigcat.url}${modelAddress}`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('allow')).toBe('GET,HEAD,PUT,PATCH,DELETE,OPTIONS');
    const [all] = await answersTo(head('OPTIONS * HTTP/1.1', 'host: x'));
    expect(all).toMatchObject({ status: 204, headers: { allow: 'GET,HEAD,PUT,PATCH,DELETE,POST,OPTIONS' } });
  });

  it.each(['GET', 'PUT', 'OPTIONS'])('%s finds nothing where there is nothing', async (method) => {
    const answer = await fetch(`${sigcat.url}/api/v1/modles`, { method });
    expect(await answer.json()).toMatchObject({ status: 404, code: 'route-not-found' });
  });
});

describe('a request that HTTP', () => {
  it.each<[string, string, number, string]>([
    ['forbids, without Host,', head('GET /healthz HTTP/1.1'), 400, 'invalid-request'],
    [
      'lets a server refuse, with an expectation that nobody knows,',
      head('GET /healthz HTTP/1.1', 'host: x', 'expect: gold'),
      417,
      'expectation-failed',
    ],
    ['does not know', 'hello\r\n\r\n', 400, 'invalid-request'],
  ])('%s gets a problem document', async (_, request, status, code) => {
    const [answer, ...more] = await answersTo(request);
    expectProblem(answer, status, code);
    expect(more).toEqual([]);
  });

  it('does not know is told why', async () => {
    const [answer] = await answersTo(head('FETCH /healthz HTTP/1.1', 'host: x'));
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({
      code: 'invalid-request',
      detail: 'This is no HTTP request: Invalid method encountered.',
    });
  });

  it('of old allows is answered: 1.0 knows neither Host nor Expect', async () => {
    const [answer] = await answersTo(head('GET /healthz HTTP/1.0', 'expect: gold'));
    expect(answer).toMatchObject({ status: 200, body: '{"status":"ok"}' });
  });
});

describe('a client', () => {
  /** Expects the only place for an upload to be free, or to be so soon. */
  async function expectPlace(name: string): Promise<void> {
    const api = new Api(sigcat.url);
    await eventually(async () => (await api.publish(name, model)).status === 201);
  }

  it('that falls silent in the middle of an upload is told so, and leaves nothing', async () => {
    const before = await contents.inventory();
    const connection = await RawConnection.open(sigcat.url);
    connection.send(uploadHead('silent', 2 ** 30));
    connection.send(Buffer.alloc(2 ** 20));
    const [answer] = await connection.answers();
    expectProblem(answer, 408, 'request-timeout');
    expect(answer?.headers['connection']).toBe('close');
    await expectPlace('after-silence');
    expect((await contents.inventory()).spool).toEqual(before.spool);
    connection.close();
  });

  it('that only trickles is told so, and cannot hold its place by trickling on', async () => {
    const connection = await RawConnection.open(sigcat.url);
    connection.send(uploadHead('trickled', 2 ** 30));
    const trickle = setInterval(() => {
      connection.send('x');
    }, idleMs / 5);
    try {
      expectProblem((await connection.answers())[0], 408, 'request-timeout');
      await expectPlace('after-trickle');
    } finally {
      clearInterval(trickle);
      connection.close();
    }
  });

  it('that says nothing, at first or any more, is let go', async () => {
    expect(await answersTo('')).toEqual([]);
    const [answer, ...more] = await answersTo(head('GET /healthz HTTP/1.1', 'host: x'));
    expect(answer?.status).toBe(200);
    expect(more).toEqual([]);
  });

  it('that waits for us is not let go, however long it takes us', async () => {
    const api = new Api(sigcat.url);
    await api.publish('contended', model);
    const sql = new Client({ connectionString: sigcat.databaseUrl });
    await sql.connect();
    await sql.query(`BEGIN; SELECT FROM model WHERE name = 'contended' FOR UPDATE`);
    const publishing = api.publish(
      'contended',
      savedModel('f(x: float32[?,3]) -> (y: float32[?])', 'g(x: int64[?]) -> ()'),
    );
    await wait(3 * idleMs);
    await sql.query('COMMIT');
    await sql.end();
    expect(await publishing).toMatchObject({ status: 201 });
  });
});

describe('a server that is told to stop', () => {
  it('waits no longer for its database than for those who ask', async () => {
    await new Api(sigcat.url).publish('locked', model);
    const stopping = await startSigcat({
      env: { DATABASE_URL: sigcat.databaseUrl, SIGCAT_DRAIN_MS: '500' },
      dataDir: sigcat.dataDir,
    });
    const sql = new Client({ connectionString: sigcat.databaseUrl });
    await sql.connect();
    await sql.query('BEGIN; LOCK TABLE artifact IN ACCESS EXCLUSIVE MODE');
    const cut = expect(fetch(`${stopping.url}/api/v1/models/default/locked/versions/1`)).rejects.toThrow();
    await wait(300);
    const start = performance.now();
    expect(await stopping.stop()).toBe(0);
    expect(performance.now() - start).toBeLessThan(15_000);
    await cut;
    await sql.end();
  });

  it('says so to whoever asks for more on a connection that is at work', async () => {
    const stopping = await startSigcat({ env: { DATABASE_URL: sigcat.databaseUrl } });
    const connection = await RawConnection.open(stopping.url);
    connection.send(uploadHead('last'));
    connection.send(model.subarray(0, 20));
    await wait(200);
    const stopped = once(stopping.child, 'exit');
    stopping.child.kill('SIGTERM');
    await wait(200);
    connection.send(model.subarray(20));
    connection.send(head('GET /healthz HTTP/1.1', 'host: x'));
    const [published, refused, ...more] = await connection.answers();
    expect(published?.status).toBe(201);
    expectProblem(refused, 503, 'shutting-down');
    expect(refused?.headers).toMatchObject({ 'retry-after': '1', connection: 'close' });
    expect(more).toEqual([]);
    connection.close();
    await stopped;
    expect(stopping.output()).not.toContain('shutting-down');
    removeDataDir(stopping.dataDir);
  });
});
