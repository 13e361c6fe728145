import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent } from 'undici';
import { post, type Posted } from './posting';

const agent = new Agent();
let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

async function posted(
  listener: RequestListener,
  bounds: Partial<Parameters<typeof post>[2]> = {},
): Promise<Posted> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return post(
    agent,
    { url: new URL(`http://127.0.0.1:${port}/hook?of=1`), headers: { 'x-one': '1' }, body: '{"a":"ü"}' },
    { timeoutMs: 5_000, maxBytes: 10, ...bounds },
  );
}

describe('posting', () => {
  it('sends what it is given, and has the status, the headers and the beginning of the answer', async () => {
    const heard: unknown[] = [];
    const { status, headers, said } = await posted((request, response) => {
      const { method, url, headers: sent } = request;
      heard.push(method, url, sent['x-one'], sent['content-length']);
      request.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
      request.on('end', () => response.writeHead(202, { 'retry-after': '7' }).end('taken'));
    });
    expect(heard).toEqual(['POST', '/hook?of=1', '1', '10', '{"a":"ü"}']);
    expect({ status, after: headers['retry-after'], said: said.toString() }).toEqual({
      status: 202,
      after: '7',
      said: 'taken',
    });
  });

  it('takes what comes before the answer for none', async () => {
    const { status } = await posted((_, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.writeHead(204).end();
    });
    expect(status).toBe(204);
  });

  it('reads no more than is kept, and closes the connection of one who goes on', async () => {
    const end = new AbortController();
    const { status, said } = await posted((_, response) => {
      response.writeHead(200).on('close', () => {
        end.abort();
      });
      const more = (): void => {
        while (!end.signal.aborted && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    expect(status).toBe(200);
    expect(said.toString()).toMatch(/^x{10,}$/);
    expect(said.length).toBeLessThan(100);
    if (!end.signal.aborted) await once(end.signal, 'abort');
  });

  it.each<[string, RequestListener, number]>([
    ['is cut off', (_, response) => response.writeHead(200).write('half', () => response.destroy()), 200],
    ['takes too long', (_, response) => response.writeHead(503).write('half'), 503],
  ])('believes the status of an answer that %s', async (_, listener, status) => {
    expect(await posted(listener, { timeoutMs: 300 })).toMatchObject({ status });
  });

  it.each<[string, RequestListener, object]>([
    ['says nothing', () => undefined, { name: 'TimeoutError', message: 'it took more than 300 ms' }],
    ['closes the connection', (request) => request.socket.destroy(), { message: 'other side closed' }],
  ])('fails where a receiver %s', async (_, listener, error) => {
    await expect(posted(listener, { timeoutMs: 300 })).rejects.toMatchObject(error);
  });

  it('fails where there is none', async () => {
    const url = new URL('http://127.0.0.1:1/');
    const bounds = { timeoutMs: 5_000, maxBytes: 10 };
    await expect(post(agent, { url, headers: {}, body: '' }, bounds)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});
