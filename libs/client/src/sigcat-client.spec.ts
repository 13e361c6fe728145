import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Problem } from '@sigcat/problems';
import { type Body } from './exchange';
import { type ClientOptions, SigcatClient } from './sigcat-client';
import { serve, type TestServer } from './testing/http-server';

const fraud = { namespace: 'payments', model: 'fraud' };
const chunk = Buffer.alloc(64 * 2 ** 10, 'x');
const refusal = {
  type: '/problems/signature-incompatible',
  code: 'signature-incompatible',
  title: 'The version would break callers',
  status: 409,
  detail: 'Version 3 would break callers of version 2.',
  fix: 'Mend it.',
  findings: [{ rule: 'input-removed' }],
};

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function clientOf(
  listener: RequestListener,
  path = '',
  options: ClientOptions = {},
): Promise<SigcatClient> {
  server = await serve(listener);
  return new SigcatClient(`${server.url}${path}`, {
    patienceMs: 5_000,
    ...options,
    retryPolicy: { firstDelayMs: 1, ...options.retryPolicy },
  });
}

/** So many chunks, and how many of them have been asked for. */
function bodyOf(count: number): Body & { taken: number } {
  return {
    size: count * chunk.length,
    mediaType: 'application/x-tar',
    taken: 0,
    async *chunks() {
      for (let index = 0; index < count; index++) {
        this.taken++;
        yield await Promise.resolve(chunk);
      }
    },
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  const type = status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json';
  answer(response, status, type, JSON.stringify(body));
}

async function received(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const part of request) chunks.push(part as Buffer);
  return Buffer.concat(chunks);
}

describe('what is asked', () => {
  it('publishes bytes with their size, type, digest and labels, and tells how far it is', async () => {
    let asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'> | undefined;
    let bytes: Buffer | undefined;
    const client = await clientOf((request, response) => {
      void received(request).then((all) => {
        asked = request;
        bytes = all;
        answerJson(response, 201, { version: 1 });
      });
    });
    const progress: number[] = [];
    const published = await client.publish(fraud, {
      body: bodyOf(3),
      digest: `sha-256:${'00'.repeat(32)}`,
      labels: { team: 'risk & co', empty: '' },
      ifExists: 'create',
      onProgress: (sent) => progress.push(sent),
    });
    expect(published).toEqual({ outcome: 'created', version: { version: 1 } });
    expect(asked?.method).toBe('POST');
    expect(asked?.url).toBe(
      '/api/v1/models/payments/fraud/versions?if_exists=create&label=team%3Drisk+%26+co&label=empty%3D',
    );
    expect(asked?.headers).toMatchObject({
      'content-length': String(3 * chunk.length),
      'content-type': 'application/x-tar',
      'repr-digest': 'sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:',
    });
    expect(bytes?.equals(Buffer.concat([chunk, chunk, chunk]))).toBe(true);
    expect(progress).toEqual([1, 2, 3].map((count) => count * chunk.length));
  });

  it.each([
    [{}, 200, 'existing'],
    [{ dryRun: true }, 200, 'rehearsed'],
  ])('tells what came of publishing with %j', async (options, status, outcome) => {
    const client = await clientOf((request, response) => {
      request.resume().on('end', () => {
        answerJson(response, status, { version: 1 });
      });
    });
    expect(await client.publish(fraud, { body: bodyOf(1), ...options })).toMatchObject({ outcome });
  });

  it('sends what is to be judged: bytes with their digest, or the name of a version', async () => {
    const asked: [string, string | undefined, number, unknown][] = [];
    const client = await clientOf((request, response) => {
      void received(request).then(({ length }) => {
        asked.push([request.method ?? '', request.url, length, request.headers['repr-digest']]);
        answerJson(response, 200, { verdict: 'compatible' });
      });
    });
    const digest = `sha-256:${'00'.repeat(32)}`;
    const checked = await client.check(
      fraud,
      { body: bodyOf(2), digest },
      { against: '@production', mode: 'FULL' },
    );
    expect(checked).toEqual({ verdict: 'compatible' });
    await client.check(fraud, { version: '5' }, { against: undefined, unknown_shapes: 'strict' });
    const path = '/api/v1/models/payments/fraud/compatibility';
    expect(asked).toEqual([
      [
        'POST',
        `${path}?against=%40production&mode=FULL`,
        2 * chunk.length,
        'sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:',
      ],
      ['POST', `${path}?candidate=5&unknown_shapes=strict`, 0, undefined],
    ]);
  });

  it('asks for any operation: by its path, with a query and a body where it has them', async () => {
    const asked: [string, string | undefined, string][] = [];
    const client = await clientOf((request, response) => {
      void received(request).then((body) => {
        asked.push([request.method ?? '', request.url, body.toString()]);
        if (request.method === 'DELETE') response.writeHead(204).end();
        else answerJson(response, 200, { items: [] });
      });
    });
    const approval = { fingerprint: '00', approver: 'ada', reason: 'nobody calls it', expires_at: null };
    await client.approve(fraud, approval);
    expect(await client.ask('listApprovals', { params: fraud, query: { page_size: 2 } })).toEqual({
      items: [],
    });
    await expect(client.ask('deleteApproval', { params: { ...fraud, id: '7' } })).resolves.toBeUndefined();
    await client.ask('listModels', { query: { label: ['team=risk & co', 'tier'], name: undefined } });
    const path = '/api/v1/models/payments/fraud/approvals';
    expect(asked).toEqual([
      ['POST', path, JSON.stringify(approval)],
      ['GET', `${path}?page_size=2`, ''],
      ['DELETE', `${path}/7`, ''],
      ['GET', '/api/v1/models?label=team%3Drisk+%26+co&label=tier', ''],
    ]);
  });

  it('finds a server below a path, and sends names as they are', async () => {
    const urls: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      urls.push(request.url);
      answerJson(response, 200, {});
    }, '/registry/');
    await client.getVersion(fraud, '@production');
    await client.getSignatures({ namespace: 'a/b', model: '../c?d' }, 'latest');
    await client.diff(fraud, '1', 'latest');
    expect(urls).toEqual([
      '/registry/api/v1/models/payments/fraud/versions/%40production',
      '/registry/api/v1/models/a%2Fb/..%2Fc%3Fd/versions/latest/signatures',
      '/registry/api/v1/models/payments/fraud/diff?from=1&to=latest',
    ]);
    expect(client.addressOf(fraud, 3)).toBe(
      `${server?.url ?? ''}/registry/api/v1/models/payments/fraud/versions/3`,
    );
  });

  it.each(['', '.', '..'])('has no address with the name %j, which would lead elsewhere', async (model) => {
    const urls: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      urls.push(request.url);
      response.writeHead(204).end();
    });
    const params = { namespace: model, model: 'config' };
    await expect(client.ask('deleteModel', { params })).rejects.toMatchObject({
      code: 'invalid-request',
      extensions: { errors: [{ at: 'params/namespace' }] },
    });
    expect(urls).toEqual([]);
  });

  it('wants to see the last of the changes it has made, in whatever order they are answered', async () => {
    const asked: unknown[] = [];
    const client = await clientOf((request, response) => {
      asked.push(request.headers['sigcat-position']);
      const position = /alerts\/(.*)$/.exec(decodeURIComponent(request.url ?? ''))?.[1];
      if (position !== undefined) response.setHeader('sigcat-position', position);
      answerJson(response, 200, { items: [] });
    });
    for (const name of ['0/FFFFFFF0', '1/A', '0/FFFFFFFF', '1/9', '1/00000010', '1/B'])
      await client.ask('getModelConfig', { params: { namespace: 'alerts', model: name } });
    await client.listSearches();
    expect(asked).toEqual([undefined, '0/FFFFFFF0', '1/A', '1/A', '1/A', '1/00000010', '1/00000010']);
  });

  it('sends no faster than the server takes it', async () => {
    const body = bodyOf(1_000);
    let takenBeforeReading = 0;
    const client = await clientOf((request, response) => {
      setTimeout(() => {
        takenBeforeReading = body.taken;
        request.resume().on('end', () => {
          answerJson(response, 201, {});
        });
      }, 300);
    });
    await client.publish(fraud, { body });
    expect(body.taken).toBe(1_000);
    expect(takenBeforeReading).toBeLessThan(500);
  });
});

describe('a refusal before all is sent', () => {
  it.each(Array.from({ length: 10 }, (_, index) => index))(
    'is reported although the server closes the connection at once (%d)',
    async () => {
      const client = await clientOf((request, response) => {
        request.once('data', () => {
          response.shouldKeepAlive = false;
          response.on('finish', () => {
            request.socket.destroySoon();
          });
          answerJson(response, 409, refusal);
        });
      });
      const body = bodyOf(2_000);
      await expect(client.publish(fraud, { body })).rejects.toMatchObject({
        code: 'signature-incompatible',
        detail: refusal.detail,
        extensions: { findings: refusal.findings },
      });
      expect(body.taken).toBeLessThan(2_000);
    },
  );

  it('is reported although the server takes no more and leaves the connection open', async () => {
    const client = await clientOf((request, response) => {
      request.pause();
      answerJson(response, 409, refusal);
    });
    await expect(client.publish(fraud, { body: bodyOf(2_000) })).rejects.toMatchObject({
      code: 'signature-incompatible',
    });
  });
});

describe('a list', () => {
  /** A list of so many models, in pages. */
  async function listOf(count: number): Promise<{ client: SigcatClient; asked: (string | null)[] }> {
    const asked: (string | null)[] = [];
    const client = await clientOf((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://x');
      const from = Number(searchParams.get('page_token') ?? 0);
      const to = Math.min(count, from + Number(searchParams.get('page_size')));
      asked.push(searchParams.get('page_token'));
      const items = Array.from({ length: to - from }, (_, i) => ({ model: `m${from + i}` }));
      answerJson(response, 200, { items, ...(to < count && { next_page_token: String(to) }) });
    });
    return { client, asked };
  }

  it.each([
    [0, 1],
    [3, 1],
    [7, 3],
  ])('of %d items is gone through in %d pages', async (count, pages) => {
    const { client, asked } = await listOf(count);
    const seen: string[] = [];
    for await (const { model } of client.all('listModels', { query: { page_size: 3 } })) seen.push(model);
    expect(seen).toEqual(Array.from({ length: count }, (_, i) => `m${i}`));
    expect(asked).toHaveLength(pages);
  });

  it('begins where the query says, and is fetched no further than it is wanted', async () => {
    const { client, asked } = await listOf(100);
    for await (const { model } of client.all('listModels', { query: { page_size: 3, page_token: '9' } })) {
      if (model === 'm13') break;
    }
    expect(asked).toEqual(['9', '12']);
  });
});

describe('a stream', () => {
  const events = { 'content-type': 'text/event-stream' };
  const told = (id: number): string => `id: ${id}\ndata: ${JSON.stringify({ id: String(id) })}\n\n`;

  it('is taken up again after the last alert, as often as it breaks off, and ends with the signal', async () => {
    const asked: (string | undefined)[] = [];
    let broken: ServerResponse | undefined;
    const client = await clientOf((request, response) => {
      const last = request.headers['last-event-id'] as string | undefined;
      asked.push(last);
      if (asked.length === 2) answer(response, 503, 'text/plain', 'on its way up');
      else {
        response.writeHead(200, events).write(`retry: 1\n\n: alive\n\n${told(Number(last) + 1)}`);
        response.write('id: 99\ndata: half');
        if (asked.length === 3) broken = response;
        else response.end();
      }
    });
    const end = new AbortController();
    const heard: string[] = [];
    const listening = (async (): Promise<void> => {
      for await (const { id } of client.listen('7', { after: '4' }, { signal: end.signal })) {
        heard.push(id);
        broken?.destroy();
        if (heard.length === 3) end.abort(new Error('enough'));
      }
    })();
    await expect(listening).rejects.toThrow('enough');
    expect(heard).toEqual(['5', '6', '7']);
    expect(asked).toEqual(['4', '5', '5', '6']);
  });

  it('is taken up again when there is no sign of life', async () => {
    let asked = 0;
    const client = await clientOf(
      (_, response) => {
        response.writeHead(200, events).write(`retry: 1\n\n${told(++asked)}`);
      },
      '',
      { patienceMs: 100 },
    );
    const heard: string[] = [];
    for await (const { id } of client.listen('7')) {
      heard.push(id);
      if (heard.length === 3) break;
    }
    expect(heard).toEqual(['1', '2', '3']);
  });

  it.each([
    [404, 'subscription-not-found'],
    [503, 'too-many-streams'],
  ])('that is refused with %d at first is not asked for again', async (status, code) => {
    let asked = 0;
    const client = await clientOf((_, response) => {
      asked++;
      answerJson(response, status, { ...refusal, status, code });
    });
    await expect(client.listen('7').next()).rejects.toMatchObject({ code });
    expect(asked).toBe(1);
  });

  it('is of a server that is there', async () => {
    const client = await clientOf((_, response) => response.destroy());
    await expect(client.listen('7').next()).rejects.toMatchObject({ code: 'server-unreachable' });
  });
});

describe('what changes nothing', () => {
  const ok = { version: 1 };

  /** Does the first thing to the first request, and so on; the last one to all that follow. */
  async function doing(
    things: readonly RequestListener[],
    options: ClientOptions = {},
  ): Promise<{ client: SigcatClient; count: () => number }> {
    let count = 0;
    const client = await clientOf(
      (request, response) => {
        const thing = things[Math.min(count++, things.length - 1)];
        request.resume();
        thing?.(request, response);
      },
      '',
      options,
    );
    return { client, count: () => count };
  }
  const served: RequestListener = (_, response) => {
    answerJson(response, 200, ok);
  };
  const refused =
    (status: number, headers: Record<string, string> = {}): RequestListener =>
    (_, response) => {
      response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
      response.end(JSON.stringify({ code: 'shutting-down', detail: 'Not now.' }));
    };
  const cut: RequestListener = (request) => request.socket.destroy();
  const halfAnswered: RequestListener = (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
    response.write('{"version"', () => request.socket.destroy());
  };

  it.each<[string, RequestListener]>([
    ['is refused for now', refused(503)],
    ['is refused for now, and told when', refused(503, { 'retry-after': '0' })],
    ['finds no server behind a gateway', refused(502)],
    ['comes too often', refused(429)],
    ['is cut off', cut],
    ['is answered by half', halfAnswered],
  ])('is tried again where it %s', async (_, thing) => {
    const { client, count } = await doing([thing, thing, served]);
    expect(await client.getVersion(fraud, '1')).toEqual(ok);
    expect(count()).toBe(3);
  });

  it('is tried again with all of its bytes where it is a check, whose method is POST', async () => {
    const { client, count } = await doing([cut, served]);
    const body = bodyOf(3);
    expect(await client.check(fraud, { body })).toEqual(ok);
    expect(count()).toBe(2);
    expect(body.taken).toBeGreaterThanOrEqual(4);
  });

  it('is tried so often and no more, and fails as the last try did', async () => {
    const { client, count } = await doing([cut, cut, refused(503)], { retryPolicy: { retries: 2 } });
    await expect(client.getVersion(fraud, '1')).rejects.toMatchObject({ code: 'shutting-down', status: 503 });
    expect(count()).toBe(3);
  });

  it.each([
    ['a number of seconds', '31'],
    ['a date', new Date(Date.now() + 3_600_000).toUTCString()],
  ])('is not tried again where the server wants too long a wait, as %s', async (_, retryAfter) => {
    const { client, count } = await doing([refused(503, { 'retry-after': retryAfter })]);
    await expect(client.getVersion(fraud, '1')).rejects.toMatchObject({ code: 'shutting-down' });
    expect(count()).toBe(1);
  });

  it.each<[string, RequestListener, ClientOptions]>([
    ['the answer will be the same', refused(400), {}],
    ['the server has a fault', refused(500), {}],
    ['it has waited for long enough', () => undefined, { patienceMs: 50 }],
    ['nobody wants it to be', refused(503), { retryPolicy: { retries: 0 } }],
  ])('is not tried again where %s', async (_, thing, options) => {
    const { client, count } = await doing([thing], options);
    await expect(client.getVersion(fraud, '1')).rejects.toBeInstanceOf(Error);
    expect(count()).toBe(1);
  });

  it.each<[string, (client: SigcatClient) => Promise<unknown>]>([
    ['publishing', (client) => client.publish(fraud, { body: bodyOf(1) })],
    ['rehearsing', (client) => client.publish(fraud, { body: bodyOf(1), dryRun: true })],
    ['approving', (client) => client.approve(fraud, { fingerprint: '00', approver: 'a', reason: 'b' })],
    [
      'moving an alias',
      (client) => client.ask('putAlias', { params: { ...fraud, alias: 'live' }, body: { version: 1 } }),
    ],
    ['deleting', (client) => client.ask('deleteModel', { params: fraud })],
  ])('is not %s, which is never tried again', async (_, call) => {
    for (const thing of [cut, refused(503)]) {
      const { client, count } = await doing([thing, served]);
      await expect(call(client)).rejects.toBeInstanceOf(Error);
      expect(count()).toBe(1);
      await server?.close();
    }
    server = undefined;
  });
});

describe('a signal', () => {
  it.each<[string, RequestListener]>([
    ['before there is an answer', () => undefined],
    [
      'in the middle of the answer',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{');
      },
    ],
    [
      'while it waits as long as the server has asked for',
      (_, response) => {
        response.writeHead(503, { 'retry-after': '20' }).end();
      },
    ],
  ])('ends a call %s', async (_, listener) => {
    const controller = new AbortController();
    const reason = new Error('nobody wants it any more');
    let asked = 0;
    const client = await clientOf((request, response) => {
      asked++;
      listener(request, response);
      setTimeout(() => {
        controller.abort(reason);
      }, 50);
    });
    const call = client.getVersion(fraud, '1', { signal: controller.signal });
    await expect(call).rejects.toBe(reason);
    expect(asked).toBe(1);
  });

  it('ends an upload, and the reading of what is sent', async () => {
    const controller = new AbortController();
    const client = await clientOf((request) => {
      request.once('data', () => {
        controller.abort();
      });
    });
    const body = bodyOf(2_000);
    const call = client.publish(fraud, { body }, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(body.taken).toBeLessThan(2_000);
  });

  it('that time is up ends a call that gets a little at a time for ever', async () => {
    const client = await clientOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const trickle = setInterval(() => response.write(' '), 5);
      response.on('close', () => {
        clearInterval(trickle);
      });
    });
    const call = client.getVersion(fraud, '1', { signal: AbortSignal.timeout(100) });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('that has been given already lets nothing be asked', async () => {
    let asked = 0;
    const client = await clientOf(() => asked++);
    const call = client.getVersion(fraud, '1', { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toBe(0);
  });
});

describe('what goes wrong', () => {
  it('is the problem that the server answers, with words and codes of its own', async () => {
    const document = {
      type: '/problems/from-the-future',
      code: 'from-the-future',
      title: 'Nobody knows yet',
      status: 422,
      detail: 'It is too early.',
      fix: 'Wait.',
      years: 3,
    };
    const client = await clientOf((_, response) => {
      answerJson(response, 422, document);
    });
    const failure = client.getVersion(fraud, '1');
    await expect(failure).rejects.toMatchObject({
      code: 'from-the-future',
      status: 422,
      extensions: { years: 3 },
    });
    const told = await failure.catch((error: unknown) => (error as Problem).toDocument());
    expect(told).toEqual(document);
  });

  it('is a problem even where the document says hardly anything', async () => {
    const client = await clientOf((_, response) => {
      answerJson(response, 500, { code: 'internal-error', detail: 5 });
    });
    await expect(client.getVersion(fraud, '1')).rejects.toMatchObject({
      code: 'internal-error',
      detail: 'The server reports a problem.',
    });
  });

  it.each([
    [502, 'text/html', '<h1>Bad gateway</h1>'],
    [404, 'application/json', '{"error": "not found"}'],
    [200, 'text/html', '<h1>It works!</h1>'],
    [200, 'application/json', 'null'],
    [200, 'application/json', '{"version":'],
    [302, 'text/plain', 'elsewhere'],
  ])('is a server that is no Sigcat: %d %s %s', async (status, type, body) => {
    const client = await clientOf((_, response) => {
      answer(response, status, type, body);
    });
    await expect(client.getVersion(fraud, '1')).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: `${server?.url ?? ''} answered ${status}, but not as Sigcat does.`,
    });
  });

  it('is a server that is not there', async () => {
    const client = await clientOf(() => undefined);
    await server?.close();
    const { url } = server as TestServer;
    server = undefined;
    await expect(client.getVersion(fraud, '1')).rejects.toMatchObject({
      code: 'server-unreachable',
      detail: `${url} does not answer: connect ECONNREFUSED ${url.slice('http://'.length)}.`,
    });
    await expect(client.publish(fraud, { body: bodyOf(100) })).rejects.toMatchObject({
      code: 'server-unreachable',
    });
  });

  it('is a server that says nothing', async () => {
    const client = await clientOf(() => undefined, '', { patienceMs: 100 });
    await expect(client.getVersion(fraud, '1')).rejects.toMatchObject({ code: 'server-unreachable' });
  });

  it('is a connection that breaks while bytes are sent', async () => {
    const client = await clientOf((request) => {
      request.once('data', () => request.socket.destroy());
    });
    await expect(client.publish(fraud, { body: bodyOf(2_000) })).rejects.toMatchObject({
      code: 'upload-incomplete',
    });
  });

  it('is a connection that breaks when all bytes have been sent', async () => {
    const client = await clientOf((request) => {
      request.resume().once('end', () => request.socket.destroy());
    });
    await expect(client.publish(fraud, { body: bodyOf(1) })).rejects.toMatchObject({
      code: 'server-unreachable',
    });
  });

  it('is a file that cannot be read to its end', async () => {
    const client = await clientOf((request) => request.resume());
    const body: Body = {
      ...bodyOf(2),
      async *chunks() {
        yield await Promise.resolve(chunk);
        throw new Error('the disk is gone');
      },
    };
    await expect(client.publish(fraud, { body })).rejects.toThrow('the disk is gone');
  });
});
