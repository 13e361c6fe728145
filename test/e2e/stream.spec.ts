import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AlertCloudEvent, SigcatClient } from '@sigcat/client';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { EventSource } from 'eventsource';
import { type Answer, Api } from './harness/api';
import { Workplace } from './harness/command-line';
import { eventually } from './harness/eventually';
import { savedModel } from './harness/saved-model';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';

let database: TestDatabase;
let env: Record<string, string>;
let sigcat: SigcatProcess;
let api: Api;

const most = 4;

beforeAll(async () => {
  database = await createTestDatabase();
  env = {
    DATABASE_URL: database.url,
    SIGCAT_ALERT_STREAMS: String(most),
    SIGCAT_ALERT_HEARTBEAT_MS: '200',
    SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
  };
  sigcat = await startSigcat({ env });
  api = new Api(sigcat.url);
});

afterAll(async () => {
  await sigcat.stop();
  await database.drop();
  removeDataDir(sigcat.dataDir);
});

type Subscription = Answer<'createSubscription'>['json'];

let models = 0;

/** A stream of what is published of a model of its own, and what publishes. */
const subscribe = async (): Promise<{
  name: string;
  subscription: Subscription;
  publish: () => Promise<void>;
}> => {
  const name = `streamed-${models++}`;
  const { json: subscription } = await api.ask('createSubscription', {
    body: { channel: 'stream', about: { model: name }, events: ['model_version.published'] },
  });
  const model = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
  const publish = async (): Promise<void> => {
    expect((await api.publish(name, model, { if_exists: 'create' })).status).toBe(201);
  };
  return { name, subscription, publish };
};

/** What a browser would hear. */
class Listener {
  readonly heard: AlertCloudEvent[] = [];
  readonly ids: string[] = [];
  private readonly source: EventSource;

  constructor(path: string, server = sigcat.url) {
    this.source = new EventSource(`${server}${path}`);
    this.source.onmessage = ({ data, lastEventId }) => {
      this.heard.push(JSON.parse(String(data)) as AlertCloudEvent);
      this.ids.push(lastEventId);
    };
  }

  /** Once the stream is open. */
  async open(): Promise<this> {
    await eventually(() => this.source.readyState === this.source.OPEN);
    return this;
  }

  async subjects(count: number): Promise<string[]> {
    await eventually(() => this.heard.length >= count);
    return this.heard.map(({ subject }) => subject);
  }

  get isClosed(): boolean {
    return this.source.readyState === this.source.CLOSED;
  }

  close(): void {
    this.source.close();
  }
}

const openStreams = async (server = sigcat.url): Promise<number> => {
  const metrics = await (await fetch(`${server}/metrics`)).text();
  return Number(/^sigcat_alert_streams (\d+)$/m.exec(metrics)?.[1]);
};

describe('a stream', () => {
  it('tells what is raised while it is read, in order, as the CloudEvents that webhooks are sent', async () => {
    const { name, subscription, publish } = await subscribe();
    expect(subscription).toMatchObject({
      endpoint: `/api/v1/subscriptions/${subscription.id}/stream`,
      secret: null,
    });
    await publish();
    const listener = await new Listener(subscription.endpoint).open();
    await publish();
    await publish();
    expect(await listener.subjects(2)).toEqual([`default/${name}@2`, `default/${name}@3`]);
    expect(listener.ids).toEqual(listener.heard.map(({ id }) => id));
    expect(listener.heard[0]).toMatchObject({
      specversion: '1.0',
      type: 'dev.sigcat.model_version.published',
      level: 'info',
    });
    listener.close();
    await eventually(async () => (await openStreams()) === 0);
    expect((await api.ask('getSubscription', { params: { id: subscription.id } })).json.waiting).toBe(0);
  });

  it('is heard from its beginning, or from after an alert', async () => {
    const { subscription, publish } = await subscribe();
    for (let i = 0; i < 3; i++) await publish();
    const deliveries = async (): Promise<Answer<'listDeliveries'>['json']['items']> =>
      (await api.ask('listDeliveries', { query: { subscription: subscription.id } })).json.items;
    await eventually(async () => (await deliveries()).length === 3);
    expect((await deliveries()).map(({ state, attempts }) => ({ state, attempts }))).toEqual(
      Array(3).fill({ state: 'kept', attempts: [] }),
    );
    const all = new Listener(`${subscription.endpoint}?after=0`);
    expect(await all.subjects(3)).toHaveLength(3);
    const [, second] = all.ids;
    const rest = new Listener(`${subscription.endpoint}?after=${second}`);
    expect(await rest.subjects(1)).toEqual([all.heard[2]?.subject]);
    const answer = await fetch(`${sigcat.url}${subscription.endpoint}`, {
      headers: { 'last-event-id': String(second) },
    });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    const [alive, tells] = [/^: alive$/m, new RegExp(`^id: ${all.ids[2]}$`, 'gm')];
    let text = '';
    for await (const chunk of answer.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (alive.test(text)) break;
    }
    expect(text).toMatch(/^retry: \d+\n\n/);
    expect(text.match(/^id: .*$/gm)).toEqual(text.match(tells));
    all.close();
    rest.close();
    await eventually(async () => (await openStreams()) === 0);
  });

  it('goes on where it was, once the server is there again', async () => {
    const { subscription, publish } = await subscribe();
    const port = new URL(sigcat.url).port;
    const listener = await new Listener(subscription.endpoint).open();
    const told = new AbortController();
    const heard: string[] = [];
    const reading = (async (): Promise<void> => {
      const client = new SigcatClient(sigcat.url);
      for await (const { id } of client.listen(subscription.id, { after: '0' }, { signal: told.signal }))
        heard.push(id);
    })();
    await publish();
    await listener.subjects(1);
    await eventually(() => heard.length === 1);
    expect(await sigcat.stop()).toBe(0);
    sigcat = await startSigcat({ env: { ...env, SIGCAT_PORT: port }, dataDir: sigcat.dataDir });
    await publish();
    await publish();
    expect(await listener.subjects(3)).toHaveLength(3);
    expect(new Set(listener.ids).size).toBe(3);
    await eventually(() => heard.length === 3);
    expect(heard).toEqual(listener.ids);
    listener.close();
    told.abort();
    await expect(reading).rejects.toThrow(/abort/);
  });

  it('tells what another process has raised', async () => {
    const { subscription, publish } = await subscribe();
    const other = await startSigcat({ env, app: 'compat-checker' });
    const listeners = [
      await new Listener(subscription.endpoint).open(),
      await new Listener(subscription.endpoint, other.url).open(),
    ];
    for (let i = 0; i < 10; i++) await publish();
    for (const listener of listeners) {
      const subjects = await listener.subjects(10);
      expect(new Set(subjects).size).toBe(10);
      expect(subjects).toHaveLength(10);
      listener.close();
    }
    expect(await other.stop()).toBe(0);
    removeDataDir(other.dataDir);
  });

  it('ends with its subscription', async () => {
    const { subscription } = await subscribe();
    const listener = await new Listener(subscription.endpoint).open();
    await api.ask('deleteSubscription', { params: { id: subscription.id } });
    await eventually(() => listener.isClosed);
  });

  it('is one of so many at once', async () => {
    const { subscription } = await subscribe();
    const listeners = await Promise.all(
      Array.from({ length: most }, async () => new Listener(subscription.endpoint).open()),
    );
    const refused = await fetch(`${sigcat.url}${subscription.endpoint}`);
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      code: 'too-many-streams',
      limit: { name: 'SIGCAT_ALERT_STREAMS', value: most },
    });
    for (const listener of listeners) listener.close();
    await eventually(async () => (await openStreams()) === 0);
  });

  it.each([
    ['/api/v1/subscriptions/999999/stream', 404, 'subscription-not-found'],
    ['/api/v1/subscriptions/x/stream', 400, 'invalid-request'],
    ['/api/v1/subscriptions/999999/stream?after=-1', 400, 'invalid-request'],
  ])('%s is refused', async (path, status, code) => {
    const answer = await fetch(`${sigcat.url}${path}`);
    expect({ status: answer.status, json: await answer.json() }).toMatchObject({ status, json: { code } });
    expect(await openStreams()).toBe(0);
  });

  it('has no endpoint, and nothing is sent to it', async () => {
    const about = { model: 'x' };
    for (const body of [{ about }, { about, channel: 'stream', endpoint: 'https://example.com/' }])
      expect((await api.ask('createSubscription', { body })).json).toMatchObject({
        code: 'invalid-request',
        errors: [{ at: 'body/endpoint' }],
      });
    const { subscription, publish } = await subscribe();
    const { id } = subscription;
    expect((await api.ask('testSubscription', { params: { id } })).json).toMatchObject({
      code: 'subscription-is-a-stream',
    });
    await publish();
    const listener = new Listener(`${subscription.endpoint}?after=0`);
    await listener.subjects(1);
    listener.close();
    const delivery = `${listener.ids[0]}-${id}`;
    expect((await api.ask('redeliver', { params: { id: delivery } })).json).toMatchObject({
      code: 'subscription-is-a-stream',
    });
  });

  it('is subscribed to and read from a terminal', async () => {
    const workplace = new Workplace({ SIGCAT_URL: sigcat.url });
    const said = await workplace.sigcat(['subscribe', 'model:seen', '--event', 'model_version.published']);
    const [, id = ''] = /\nread it with: sigcat listen (\d+)\n$/.exec(said.out) ?? [];
    await api.publish('seen', savedModel('f(x: float32[?,3]) -> (y: float32[?])'));
    const listening = ['listen', id, '--after', '0', '--limit', '1'];
    const text = await workplace.sigcat(listening);
    expect(text).toEqual({
      code: 0,
      out: expect.stringMatching(/^\d+ {2}\S+Z {2}info {2}default\/seen@1 .*\n$/) as unknown,
      err: '',
    });
    const json = await workplace.sigcat([...listening, '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ subject: 'default/seen@1', level: 'info' });
    expect(await workplace.sigcat(['listen', '999999'])).toMatchObject({
      code: 4,
      err: expect.stringContaining('There is no subscription 999999') as unknown,
    });
    workplace.remove();
  });
});
