import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { type Answer, Api } from './harness/api';
import { eventually } from './harness/eventually';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';
import { removeDataDir, startSigcat } from './harness/sigcat-process';
import { answering, type Received, WebhookReceiver } from './harness/webhook-receiver';

let sigcat: OwnSigcat;
let api: Api;
let receiver: WebhookReceiver;
/** On another port, and so another host. */
let bad: WebhookReceiver;

const attempts = 4;
const timeoutMs = 700;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  bad = await WebhookReceiver.start();
  sigcat = await startOwnSigcat({
    SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
    SIGCAT_ALERT_ATTEMPTS: String(attempts),
    SIGCAT_ALERT_RETRY_MS: '20',
    SIGCAT_ALERT_TIMEOUT_MS: String(timeoutMs),
    SIGCAT_ALERT_CIRCUIT_FAILURES: '8',
    SIGCAT_ALERT_CIRCUIT_OPEN_MS: '300',
    SIGCAT_ALERT_HOST_CONCURRENCY: '4',
    SIGCAT_ALERT_MAX_EXCERPT_BYTES: '100',
  });
  api = sigcat.api;
});

afterAll(async () => {
  await sigcat.end();
  receiver.stop();
  bad.stop();
});

type Subscription = Answer<'createSubscription'>['json'];
type Delivery = Answer<'listDeliveries'>['json']['items'][number];

const model = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
let models = 0;

/** A subscription to a model of its own, and what has something happen to that. */
const subscribe = async (
  endpoint: string,
  body: object = {},
): Promise<{ subscription: Subscription; publish: () => Promise<void> }> => {
  const name = `heard-${models++}`;
  const { json: subscription } = await api.ask('createSubscription', {
    body: { endpoint, about: { model: name }, events: ['model_version.published'], ...body },
  });
  const publish = async (): Promise<void> => {
    const { status } = await api.publish(name, model, { if_exists: 'create' });
    expect(status).toBe(201);
  };
  return { subscription, publish };
};

const deliveriesTo = async ({ id }: Subscription): Promise<Delivery[]> =>
  (await api.ask('listDeliveries', { query: { subscription: id } })).json.items.toReversed();

/** Once the oldest one is in that state. */
const deliveryIn = async (subscription: Subscription, state: Delivery['state']): Promise<Delivery> => {
  await eventually(async () => (await deliveriesTo(subscription))[0]?.state === state);
  const [first] = await deliveriesTo(subscription);
  return first as Delivery;
};

const idOf = ({ headers }: Received): unknown => headers['webhook-id'];

/** @throws where the secret does not sign the call */
const verified = (secret: string | null, { headers, body }: Received): unknown =>
  new Webhook(secret ?? '').verify(body, headers as Record<string, string>);

describe('a webhook', () => {
  it('is a CloudEvent, signed as Standard Webhooks says', async () => {
    const { subscription, publish } = await subscribe(receiver.at('/signed'));
    await publish();
    const [call] = await receiver.callsOnce('/signed', 1);
    expect(verified(subscription.secret, call as Received)).toMatchObject({
      type: 'dev.sigcat.model_version.published',
      level: 'info',
      data: { version: 1 },
    });
    const event = HTTP.toEvent({ headers: call?.headers ?? {}, body: call?.body ?? '' });
    expect(event).toMatchObject({ specversion: '1.0', source: expect.stringMatching(/^urn:sigcat:/) });
    expect(() => verified('whsec_' + Buffer.alloc(32).toString('base64'), call as Received)).toThrow();
    expect(await deliveryIn(subscription, 'delivered')).toMatchObject({
      attempts: [{ outcome: 'delivered', status: 204, excerpt: '' }],
    });
  });

  it('is sent again until it is taken, under one id, and what comes later waits', async () => {
    const { subscription, publish } = await subscribe(receiver.at('/again', answering(500, 404)));
    await publish();
    await publish();
    const [first, second, third, next] = await receiver.callsOnce('/again', 4);
    expect([second, third].map((call) => idOf(call as Received))).toEqual(
      [first, first].map((call) => idOf(call as Received)),
    );
    expect(idOf(next as Received)).not.toBe(idOf(first as Received));
    for (const call of [first, second, third]) {
      expect(verified(subscription.secret, call as Received)).toMatchObject({ data: { version: 1 } });
    }
    expect((await deliveryIn(subscription, 'delivered')).attempts).toMatchObject([
      { outcome: 'rejected', status: 500, excerpt: 'said 500' },
      { outcome: 'rejected', status: 404 },
      { outcome: 'delivered', status: 204 },
    ]);
  });

  it('leaves a receiver alone for as long as it asks', async () => {
    const slow = receiver.at('/slow', (response, index) => {
      response.writeHead(index === 0 ? 429 : 204, index === 0 ? { 'retry-after': '1' } : {}).end();
    });
    const { publish } = await subscribe(slow);
    await publish();
    const [first, second] = await receiver.callsOnce('/slow', 2);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(950);
  });

  it('is a dead letter after its last attempt, lets the next one pass, and can be sent by hand', async () => {
    const refusals = Array.from({ length: attempts }, () => 400);
    const { subscription, publish } = await subscribe(receiver.at('/dead', answering(...refusals)));
    await publish();
    await publish();
    const dead = await deliveryIn(subscription, 'dead');
    expect(dead.attempts).toHaveLength(attempts);
    await receiver.callsOnce('/dead', attempts + 1);
    const { json: again } = await api.ask('redeliver', { params: { id: dead.id } });
    expect(again).toMatchObject({ id: dead.id, state: expect.stringMatching(/pending|delivered/) });
    const calls = await receiver.callsOnce('/dead', attempts + 2);
    expect(idOf(calls.at(-1) as Received)).toBe(idOf(calls[0] as Received));
    expect((await deliveryIn(subscription, 'delivered')).attempts).toHaveLength(attempts + 1);
  });

  it('ends with 410: the subscription is disabled, others hear of it, and it can be taken up again', async () => {
    const watcher = await api.ask('createSubscription', {
      body: { endpoint: receiver.at('/watch'), about: { namespace: '*' }, events: ['subscription.disabled'] },
    });
    const { subscription, publish } = await subscribe(receiver.at('/gone', answering(410)));
    await publish();
    const [heard] = await receiver.callsOnce('/watch', 1);
    expect(verified(watcher.json.secret, heard as Received)).toMatchObject({
      type: 'dev.sigcat.subscription.disabled',
      data: { subscription: subscription.id },
    });
    const params = { id: subscription.id };
    const disabled = await api.ask('getSubscription', { params });
    expect(disabled.json).toMatchObject({ waiting: 1, disabled_because: expect.stringContaining('410') });
    const delivery = await deliveryIn(subscription, 'pending');
    const refused = await api.ask('redeliver', { params: { id: delivery.id } });
    expect(refused.problem.code).toBe('subscription-disabled');
    expect((await api.ask('enableSubscription', { params })).json.disabled_at).toBeNull();
    await receiver.callsOnce('/gone', 2);
    await deliveryIn(subscription, 'delivered');
    await api.ask('deleteSubscription', { params: { id: watcher.json.id } });
  });

  it('is signed with the new secret and the one before, for a while', async () => {
    const { subscription, publish } = await subscribe(receiver.at('/rotated'));
    const params = { id: subscription.id };
    const { json: replaced } = await api.ask('replaceSecret', { params });
    await publish();
    const [call] = await receiver.callsOnce('/rotated', 1);
    verified(subscription.secret, call as Received);
    verified(replaced.secret, call as Received);
    const { json: last } = await api.ask('replaceSecret', { params });
    await publish();
    const [, second] = await receiver.callsOnce('/rotated', 2);
    verified(replaced.secret, second as Received);
    verified(last.secret, second as Received);
    expect(() => verified(subscription.secret, second as Received)).toThrow();
  });

  it('follows no redirection', async () => {
    const here = receiver.at('/here', (response) => {
      response.writeHead(302, { location: receiver.at('/there') }).end();
    });
    const { subscription, publish } = await subscribe(here);
    await publish();
    const { attempts: made } = await deliveryIn(subscription, 'dead');
    expect(made).toMatchObject(
      Array.from({ length: attempts }, () => ({ outcome: 'redirected', status: 302 })),
    );
    expect(receiver.calls('/there')).toEqual([]);
  });

  it('can be tried out', async () => {
    const { subscription } = await subscribe(receiver.at('/tried', answering(204, 503)));
    const params = { id: subscription.id };
    const good = await api.ask('testSubscription', { params });
    expect(good.json).toMatchObject({ outcome: 'delivered', status: 204 });
    expect((await api.ask('testSubscription', { params })).json).toMatchObject({
      outcome: 'rejected',
      status: 503,
      excerpt: 'said 503',
    });
    const [call] = receiver.calls('/tried');
    expect(verified(subscription.secret, call as Received)).toMatchObject({ type: 'dev.sigcat.test' });
    expect(await deliveriesTo(subscription)).toEqual([]);
    expect((await api.ask('testSubscription', { params: { id: '999999' } })).problem.code).toBe(
      'subscription-not-found',
    );
  });
});

describe('a bad receiver', () => {
  it.each<[string, string, Parameters<WebhookReceiver['at']>[1], object]>([
    ['hangs', '/hangs', () => undefined, { outcome: 'timeout', status: null }],
    [
      'goes on and on',
      '/endless',
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('x'), 10);
        response.once('close', () => {
          clearInterval(drip);
        });
      },
      { outcome: 'delivered', status: 200 },
    ],
    [
      'answers with 10 MB',
      '/large',
      (response) => response.writeHead(500).end(Buffer.alloc(10_000_000, 'x')),
      { outcome: 'rejected', status: 500, excerpt: 'x'.repeat(100) },
    ],
    [
      'breaks off',
      '/broken',
      (response) => {
        response.destroy();
      },
      { outcome: 'unreachable', status: null },
    ],
    [
      'sends what is no text',
      '/binary',
      (response) => response.writeHead(500).end(Buffer.from([0, 255, 254])),
      { outcome: 'rejected', excerpt: '\u{fffd}\u{fffd}\u{fffd}' },
    ],
  ])('that %s delays nobody else', async (_, path, behaviour, attempt) => {
    const first = await subscribe(bad.at(path, behaviour));
    const others = await Promise.all(
      Array.from({ length: 12 }, (__, i) => subscribe(bad.at(`${path}/${i}`, behaviour))),
    );
    const good = await subscribe(receiver.at(`/beside${path}`));
    for (const one of [first, ...others]) await one.publish();
    const published = Date.now();
    await good.publish();
    const [call] = await receiver.callsOnce(`/beside${path}`, 1);
    expect((call?.at ?? 0) - published).toBeLessThan(timeoutMs);
    await eventually(async () => ((await deliveriesTo(first.subscription))[0]?.attempts.length ?? 0) > 0);
    const [delivery] = await deliveriesTo(first.subscription);
    expect(delivery?.attempts[0]).toMatchObject(attempt);
    for (const { subscription } of [first, ...others]) {
      await api.ask('deleteSubscription', { params: { id: subscription.id } });
    }
  });

  it('is counted', async () => {
    const metrics = await (await fetch(`${sigcat.url}/metrics`)).text();
    for (const outcome of ['delivered', 'rejected', 'timeout', 'unreachable', 'gone', 'redirected']) {
      expect(metrics).toMatch(new RegExp(`sigcat_alert_attempts_total\\{outcome="${outcome}"\\} [1-9]`));
    }
    expect(metrics).toMatch(/^sigcat_alert_deliveries_waiting \d+$/m);
    expect(metrics).toMatch(/^sigcat_alert_oldest_waiting_seconds \d+(\.\d+)?$/m);
  });
});

describe('an address', () => {
  it.each([
    ['of this machine', 'https://localhost:1/', 'forbidden'],
    ['that is nowhere', 'https://alerts.invalid/', 'unreachable'],
  ])('%s gets nothing where networks are not allowed', async (_, endpoint, outcome) => {
    const strict = await startSigcat({ env: { DATABASE_URL: sigcat.databaseUrl } });
    try {
      const own = new Api(strict.url);
      const body = { endpoint, about: { model: 'strict' } };
      const { json } = await own.ask('createSubscription', { body });
      const tested = await own.ask('testSubscription', { params: { id: json.id } });
      expect(tested.json).toMatchObject({ outcome, status: null });
    } finally {
      await strict.stop();
      removeDataDir(strict.dataDir);
    }
  });
});

describe('a message to people', () => {
  it.each(['slack', 'teams'] as const)(
    'goes to %s, unsigned, and shows nothing of its address',
    async (channel) => {
      const endpoint = receiver.at(`/services/${channel}-secret`);
      const { subscription, publish } = await subscribe(endpoint, { channel });
      expect(subscription).toMatchObject({ secret: null, channel, endpoint: `${receiver.url}/…` });
      await publish();
      const [call] = await receiver.callsOnce(`/services/${channel}-secret`, 1);
      expect(call?.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
      expect(call?.headers['webhook-signature']).toBeUndefined();
      const body: unknown = JSON.parse(call?.body ?? '');
      expect(JSON.stringify(body)).toContain('@1');
      expect(body).toHaveProperty(channel === 'slack' ? 'blocks' : 'attachments');
      expect(JSON.stringify(await deliveriesTo(subscription))).not.toContain('secret');
      const tested = await api.ask('testSubscription', { params: { id: subscription.id } });
      expect(tested.json).toMatchObject({ outcome: 'delivered' });
      const { problem } = await api.ask('replaceSecret', { params: { id: subscription.id } });
      expect(problem.code).toBe('subscription-without-secret');
    },
  );

  it('is made once for each channel that an alert goes to', async () => {
    const { subscription } = await subscribe(receiver.at('/both/webhook'));
    const about = { body: { about: subscription.about, events: ['model_version.published'] } };
    const body = { ...about.body, channel: 'slack', endpoint: receiver.at('/both/slack') };
    await api.ask('createSubscription', { body });
    const model = 'model' in subscription.about ? subscription.about.model : '';
    await api.publish(model, savedModel('f(x: float32[?,3]) -> (y: float32[?])'));
    const [event] = await receiver.callsOnce('/both/webhook', 1);
    const [message] = await receiver.callsOnce('/both/slack', 1);
    expect(JSON.parse(event?.body ?? '')).toHaveProperty('specversion');
    expect(JSON.parse(message?.body ?? '')).toHaveProperty('blocks');
  });
});
