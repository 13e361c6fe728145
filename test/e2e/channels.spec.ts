import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { type Answer, Api } from './harness/api';
import { eventually } from './harness/eventually';
import { MailServer } from './harness/mail-server';
import { savedModel } from './harness/saved-model';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';
import { answering, WebhookReceiver } from './harness/webhook-receiver';

/** What a receiver says to what it is sent. */
type Reply = 'taken' | 'not now' | 'never' | 'silence';

/** What a channel ends at; the suite below is the same for all. */
interface Receiver {
  /** The endpoint of that name, which gives these replies one after the other, and then takes all. */
  at(name: string, ...replies: readonly Reply[]): string;
  /** What came there, once it has been tried so often; empty where it was not taken that far. */
  tried(name: string, number: number): Promise<readonly string[]>;
  readonly statuses: Readonly<Record<Exclude<Reply, 'silence'>, number>>;
}

let database: TestDatabase;
let sigcat: SigcatProcess;
let api: Api;
let web: WebhookReceiver;
let mail: MailServer;

const attempts = 3;
const timeoutMs = 500;
const env = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
  SIGCAT_SMTP_URL: mail.url,
  SIGCAT_SMTP_FROM: 'Sigcat <sigcat@example.com>',
  SIGCAT_ALERT_ATTEMPTS: String(attempts),
  SIGCAT_ALERT_RETRY_MS: '20',
  SIGCAT_ALERT_TIMEOUT_MS: String(timeoutMs),
  SIGCAT_ALERT_CIRCUIT_OPEN_MS: '100',
});

beforeAll(async () => {
  database = await createTestDatabase();
  web = await WebhookReceiver.start();
  mail = await MailServer.start();
  sigcat = await startSigcat({ env: env() });
  api = new Api(sigcat.url);
});

afterAll(async () => {
  await sigcat.stop();
  web.stop();
  await mail.stop();
  await database.drop();
  removeDataDir(sigcat.dataDir);
});

const byHttp: Receiver = {
  statuses: { taken: 204, 'not now': 503, never: 404 },
  at: (name, ...replies) => {
    const answer = answering(...replies.map((reply) => (reply === 'silence' ? 0 : byHttp.statuses[reply])));
    return web.at(`/${name}`, (response, index) => {
      if (replies[index] !== 'silence') answer(response, index);
    });
  },
  tried: async (name, number) => (await web.callsOnce(`/${name}`, number)).map(({ body }) => body),
};

const bySmtp: Receiver = {
  statuses: { taken: 250, 'not now': 450, never: 550 },
  at: (name, ...replies) =>
    mail.at(name, ...replies.map((reply) => (reply === 'silence' ? 0 : bySmtp.statuses[reply]))),
  tried: async (name, number) =>
    (await mail.triesOnce(name, number)).map((one) => `${one.mail?.subject ?? ''} ${one.mail?.text ?? ''}`),
};

type Subscription = Answer<'createSubscription'>['json'];
type Delivery = Answer<'listDeliveries'>['json']['items'][number];

const deliveryIn = async ({ id }: Subscription, state: Delivery['state']): Promise<Delivery> => {
  const oldest = async (): Promise<Delivery | undefined> =>
    (await api.ask('listDeliveries', { query: { subscription: id } })).json.items.at(-1);
  await eventually(async () => (await oldest())?.state === state);
  return (await oldest()) as Delivery;
};

describe.each([
  ['webhook', byHttp],
  ['slack', byHttp],
  ['teams', byHttp],
  ['email', bySmtp],
] as const)('by %s', (channel, receiver) => {
  const { statuses } = receiver;
  const model = savedModel('f(x: float32[?,3]) -> (y: float32[?])');

  const subscribe = async (
    name: string,
    ...replies: readonly Reply[]
  ): Promise<{ subscription: Subscription; publish: () => Promise<void> }> => {
    const endpoint = receiver.at(`${channel}-${name}`, ...replies);
    const body = {
      endpoint,
      channel,
      about: { model: `${channel}-${name}` },
      events: ['model_version.published'],
    };
    const { status, json } = await api.ask('createSubscription', { body });
    expect(status).toBe(201);
    const publish = async (): Promise<void> => {
      await api.publish(`${channel}-${name}`, model, { if_exists: 'create' });
    };
    return { subscription: json, publish };
  };
  const tried = (name: string, number: number): Promise<readonly string[]> =>
    receiver.tried(`${channel}-${name}`, number);

  it('what has happened is told', async () => {
    const { subscription, publish } = await subscribe('told');
    await publish();
    const [message] = await tried('told', 1);
    expect(message).toContain(`${channel}-told@1`);
    const { attempts: made } = await deliveryIn(subscription, 'delivered');
    expect(made).toMatchObject([{ outcome: 'delivered', status: statuses.taken }]);
  });

  it('what was not taken is told again, and what comes later waits', async () => {
    const { subscription, publish } = await subscribe('again', 'not now', 'never');
    await publish();
    await publish();
    const [, , first, second] = await tried('again', 4);
    expect(first).toContain(`${channel}-again@1`);
    expect(second).toContain(`${channel}-again@2`);
    expect((await deliveryIn(subscription, 'delivered')).attempts).toMatchObject([
      { outcome: 'rejected', status: statuses['not now'], excerpt: expect.stringContaining('said') },
      { outcome: 'rejected', status: statuses.never },
      { outcome: 'delivered', status: statuses.taken },
    ]);
  });

  it('what is never taken is a dead letter, lets the next one pass, and can be sent by hand', async () => {
    const { subscription, publish } = await subscribe('dead', 'never', 'never', 'never');
    await publish();
    await publish();
    const dead = await deliveryIn(subscription, 'dead');
    expect(dead.attempts).toHaveLength(attempts);
    expect((await tried('dead', attempts + 1)).at(-1)).toContain(`${channel}-dead@2`);
    await api.ask('redeliver', { params: { id: dead.id } });
    expect((await tried('dead', attempts + 2)).at(-1)).toContain(`${channel}-dead@1`);
  });

  it('who is silent is not waited for longer than an attempt may take', async () => {
    const { subscription, publish } = await subscribe('silent', 'silence');
    await publish();
    const { attempts: made } = await deliveryIn(subscription, 'delivered');
    expect(made).toMatchObject([{ outcome: 'timeout', status: null }, { outcome: 'delivered' }]);
    expect(made[0]?.ms).toBeGreaterThanOrEqual(timeoutMs - 10);
    expect(made[0]?.ms).toBeLessThan(timeoutMs * 2);
  });

  it('it can be tried out', async () => {
    const { subscription } = await subscribe('tried', 'taken', 'not now', 'silence');
    const test = async (): Promise<Answer<'testSubscription'>['json']> =>
      (await api.ask('testSubscription', { params: { id: subscription.id } })).json;
    expect(await test()).toMatchObject({ outcome: 'delivered', status: statuses.taken });
    expect(await test()).toMatchObject({ outcome: 'rejected', status: statuses['not now'] });
    expect(await test()).toMatchObject({ outcome: 'timeout', status: null });
    expect((await tried('tried', 3))[0]).toContain('This is a test');
  });

  it('an attempt under way does not keep a process from ending', async () => {
    const other = await startSigcat({
      env: { ...env(), SIGCAT_ALERT_TIMEOUT_MS: '60000', SIGCAT_DRAIN_MS: '200' },
    });
    try {
      const { subscription } = await subscribe('ending', 'silence');
      const trying = new Api(other.url)
        .ask('testSubscription', { params: { id: subscription.id } })
        .catch(() => undefined);
      await tried('ending', 1);
      const asked = Date.now();
      expect(await other.stop()).toBe(0);
      expect(Date.now() - asked).toBeLessThan(5_000);
      await trying;
    } finally {
      await other.stop();
      removeDataDir(other.dataDir);
    }
  });
});
