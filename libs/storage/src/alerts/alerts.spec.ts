import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { topicsOf } from '@sigcat/alerts';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Database } from '../database';
import { alertOn, subscriptionTo, writeEvent } from '../testing/subscribers';
import { Alerts } from './alerts';
import { type Claim, type Claimed, Deliveries, type Finished } from './deliveries';
import { RaiseJobs } from './raise-jobs';
import { Subscriptions } from './subscriptions';

let test: TestDatabase;
let database: Database;
let subscriptions: Subscriptions;
let alerts: Alerts;
let deliveries: Deliveries;

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 8,
    statementTimeoutMs: 20_000,
    connectTimeoutMs: 5_000,
  });
  subscriptions = new Subscriptions(database);
  alerts = new Alerts(database);
  deliveries = new Deliveries(database);
});

afterEach(async () => {
  await database.run({ text: 'DELETE FROM subscription' });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const raise = async (model: string): Promise<string> => {
  const event = await writeEvent(database);
  await alerts.raise(event, [alertOn(model)]);
  return event;
};

/** Until so many statements wait for a lock. */
const waiting = async (count: number): Promise<void> => {
  const text = `SELECT count(*)::int AS count FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (let found = 0; found < count;)
    found = (await database.run<{ count: number }>({ text }))[0]?.count ?? 0;
};

const all: Claim = { most: 100, mostOfHost: 100, room: {}, leaseMs: 60_000 };

const outcome = (
  { alert, subscription }: Claimed,
  state: Finished['state'] = 'delivered',
  more: Partial<Finished> = {},
): Finished => ({
  alert,
  subscription,
  state,
  attempt: { at: new Date().toISOString(), outcome: 'delivered', ms: 1, status: 200, excerpt: '' },
  ...more,
});

describe('raising', () => {
  it('tells those who subscribed to what happened, and is done once', async () => {
    const hears = await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    const hearsToo = await subscriptions.add(subscriptionTo({ namespace: 'def*' }));
    await subscriptions.add(subscriptionTo({ model: 'other' }));
    await subscriptions.add(subscriptionTo({ model: 'fraud' }, { events: ['alias.moved'] }));
    await subscriptions.add(subscriptionTo({ model: 'fraud' }, { minimumLevel: 'error' }));
    const event = await writeEvent(database);
    expect(await alerts.raise(event, [alertOn('fraud')])).toEqual({ alerts: 1, deliveries: 2 });
    expect(await alerts.raise(event, [alertOn('fraud')])).toEqual({ alerts: 0, deliveries: 0 });
    const { items } = await deliveries.list({}, { size: 10 });
    expect(items.map(({ subscription }) => subscription)).toEqual([hearsToo.id, hears.id]);
    expect(items[0]).toMatchObject({ state: 'pending', type: 'model_version.published', attempts: [] });
    expect(await subscriptions.get(hears.id)).toMatchObject({ waiting: 1 });
  });

  it('writes nothing that nobody wants to hear', async () => {
    const event = await writeEvent(database);
    expect(await alerts.raise(event, [alertOn('unheard')])).toEqual({ alerts: 0, deliveries: 0 });
    const topics = topicsOf({ model: { namespace: 'default', model: 'fraud' } });
    expect((await alerts.listening(topics)).size).toBe(0);
    await subscriptions.add(subscriptionTo({ namespace: '*' }));
    expect(await alerts.listening(topics)).toEqual(
      new Map([['namespace:*', new Set(['model_version.published'])]]),
    );
  });

  it('keeps for a stream what is not sent', async () => {
    const { id } = await subscriptions.add(subscriptionTo({ model: 'fraud' }, { channel: 'stream' }));
    await raise('fraud');
    const [alert] = await alerts.toldTo(id, '0');
    expect(alert).toMatchObject({ id: await alerts.newest(), subject: 'default/fraud@1' });
    expect(await alerts.toldTo(id, String(alert?.id))).toEqual([]);
    expect((await deliveries.list({}, { size: 10 })).items).toMatchObject([{ state: 'kept' }]);
    expect(await subscriptions.get(id)).toMatchObject({ waiting: 0 });
    expect(await deliveries.claim(all)).toEqual([]);
    const again = deliveries.redeliver({ alert: String(alert?.id), subscription: id });
    await expect(again).rejects.toMatchObject({ code: 'subscription-is-a-stream' });
  });

  it('writes alerts in the order of their ids, so that none turns up behind one that was read', async () => {
    const stream = await subscriptions.add(subscriptionTo({ namespace: '*' }, { channel: 'stream' }));
    const held = await subscriptions.add(subscriptionTo({ model: 'slow' }));
    const raised: Promise<string>[] = [];
    await database.transaction(async (connection) => {
      await connection.run({ text: 'SELECT 1 FROM subscription WHERE id = $1 FOR UPDATE' }, [held.id]);
      raised.push(raise('slow'));
      await waiting(1);
      raised.push(raise('quick'));
      await Promise.race([raised[1], waiting(2)]);
      expect(await alerts.toldTo(stream.id, '0')).toEqual([]);
    });
    await Promise.all(raised);
    const told = await alerts.toldTo(stream.id, '0');
    expect(told.map(({ subject }) => subject)).toEqual(['default/slow@1', 'default/quick@1']);
  });

  it('finds subscribers by an index', async () => {
    await database.run({
      text: `INSERT INTO subscription (about, topic, events, channel, endpoint, host)
             SELECT '{}', 'model:default/m' || n, '{model_version.published}', 'webhook', '', ''
             FROM generate_series(1, 20000) n`,
    });
    await database.run({ text: 'ANALYZE subscription' });
    const plan = await database.run({
      text: `EXPLAIN SELECT FROM unnest('{1,1}'::int[], '{model:default/m7,namespace:*}'::text[]) AS t (place, topic)
             JOIN subscription s ON s.topic = t.topic WHERE 'x' = ANY (s.events)`,
    });
    expect(JSON.stringify(plan)).toContain('subscription_topic_idx');
    expect(JSON.stringify(plan)).not.toContain('Seq Scan on subscription');
  });
});

describe('claiming', () => {
  it('gives one delivery of each subscription, the first, to one who asks', async () => {
    await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    await raise('fraud');
    await raise('fraud');
    const [first, ...others] = (await Promise.all([deliveries.claim(all), deliveries.claim(all)])).flat();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ secrets: ['whsec_c2VjcmV0'], tries: 0, failingSince: null });
    await deliveries.finish(outcome(first as Claimed));
    const [second] = await deliveries.claim(all);
    expect(Number(second?.alert)).toBeGreaterThan(Number(first?.alert));
    await deliveries.finish(outcome(second as Claimed));
    expect(await deliveries.claim(all)).toEqual([]);
    expect(await deliveries.nextDue({})).toBeUndefined();
  });

  it('gives again what was not finished within its lease', async () => {
    await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    await raise('fraud');
    const [first] = await deliveries.claim({ ...all, leaseMs: 50 });
    expect(await deliveries.claim(all)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 80));
    const [again] = await deliveries.claim(all);
    expect(again?.alert).toBe(first?.alert);
    // Both have sent it: it is done once, and the history has both.
    await deliveries.finish(outcome(again as Claimed));
    await deliveries.finish(outcome(first as Claimed, 'pending', { retryMs: 0 }));
    expect(await deliveries.claim(all)).toEqual([]);
    const { items } = await deliveries.list({}, { size: 10 });
    expect(items).toMatchObject([{ state: 'delivered', attempts: [{}, {}] }]);
    expect((await subscriptions.list({}, { size: 1 })).items).toMatchObject([{ waiting: 0 }]);
  });

  it('leaves hosts alone that have no room', async () => {
    const at = (host: string): Promise<unknown> =>
      subscriptions.add(subscriptionTo({ model: 'fraud' }, { host }));
    for (const host of ['https://a', 'https://a', 'https://a', 'https://b', 'https://c']) await at(host);
    await raise('fraud');
    const claimed = await deliveries.claim({
      ...all,
      mostOfHost: 2,
      room: { 'https://b': 0, 'https://c': 1 },
    });
    expect(claimed.map(({ host }) => host).sort()).toEqual(['https://a', 'https://a', 'https://c']);
    expect(await deliveries.nextDue({ 'https://a': 0, 'https://b': 0 })).toBeGreaterThan(0);
    expect(await deliveries.nextDue({ 'https://a': 0 })).toBeLessThanOrEqual(0);
  });
});

describe('finishing', () => {
  it('puts a failure off, and what comes after it too', async () => {
    const { id } = await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    await raise('fraud');
    await raise('fraud');
    const [first] = await deliveries.claim(all);
    await deliveries.finish(outcome(first as Claimed, 'pending', { retryMs: 60_000 }));
    expect(await deliveries.claim(all)).toEqual([]);
    const due = (await deliveries.nextDue({})) ?? 0;
    expect(due).toBeGreaterThan(50_000);
    expect(await subscriptions.get(id)).toMatchObject({ waiting: 2, failingSince: expect.any(Date) });
    expect(await deliveries.backlog()).toEqual({ waiting: 2, oldestRaisedAt: expect.any(Date) });
  });

  it('goes on after a dead letter, and sends it again by hand, first', async () => {
    await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    await raise('fraud');
    await raise('fraud');
    const [first] = (await deliveries.claim(all)) as [Claimed];
    await deliveries.finish(outcome(first, 'dead'));
    expect((await deliveries.list({ state: 'dead' }, { size: 10 })).items).toHaveLength(1);
    await deliveries.redeliver(first);
    const [again] = (await deliveries.claim(all)) as [Claimed];
    expect(again).toMatchObject({ alert: first.alert, tries: 0 });
    await deliveries.finish(outcome(again));
    expect(await deliveries.get(first)).toMatchObject({ state: 'delivered', attempts: [{}, {}] });
    expect(await deliveries.claim(all)).toHaveLength(1);
  });

  it('disables a subscription, which keeps what waits until it is enabled', async () => {
    const { id } = await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    await raise('fraud');
    const [first] = (await deliveries.claim(all)) as [Claimed];
    await deliveries.finish(outcome(first, 'pending', { disable: 'it is gone' }));
    expect(await subscriptions.get(id)).toMatchObject({ disabledBecause: 'it is gone', waiting: 1 });
    await expect(deliveries.redeliver(first)).rejects.toMatchObject({ code: 'subscription-disabled' });
    expect(await alerts.raise(await writeEvent(database), [alertOn('fraud')])).toMatchObject({
      deliveries: 0,
    });
    expect(await deliveries.claim(all)).toEqual([]);
    await subscriptions.enable(id);
    expect(await deliveries.claim(all)).toHaveLength(1);
  });

  it('takes many, of several hosts', async () => {
    for (let i = 0; i < 20; i++) {
      await subscriptions.add(subscriptionTo({ model: 'fraud' }, { host: `https://${i % 3}` }));
    }
    await raise('fraud');
    const claimed = await deliveries.claim(all);
    await Promise.all(claimed.map((one) => deliveries.finish(outcome(one))));
    const { items } = await deliveries.list({ state: 'delivered' }, { size: 100 });
    expect(items).toHaveLength(20);
  });
});

describe('a secret', () => {
  it('is replaced, and the one before signs on for a while', async () => {
    const { id } = await subscriptions.add(subscriptionTo({ model: 'fraud' }));
    await subscriptions.replaceSecret(id, 'whsec_bmV3', new Date(Date.now() + 60_000));
    expect(await subscriptions.secretsOf(id)).toEqual(['whsec_bmV3', 'whsec_c2VjcmV0']);
    await subscriptions.replaceSecret(id, 'whsec_bmV3ZXI=', new Date(Date.now() - 1));
    expect(await subscriptions.secretsOf(id)).toEqual(['whsec_bmV3ZXI=']);
  });
});

describe('jobs', () => {
  const started: RaiseJobs[] = [];
  afterEach(async () => {
    for (const jobs of started.splice(0)) await jobs.stop();
  });

  /** Reads events from now on, calling `raise`. */
  const start = async (
    raiseThem: (events: readonly string[]) => Promise<void>,
    leaseMs = 60_000,
  ): Promise<void> => {
    const log = (): void => undefined;
    started.push(await RaiseJobs.start(database, { url: test.url, leaseMs, log }, raiseThem));
  };

  const publish = (model: string): Promise<unknown> =>
    database.run(
      { text: `INSERT INTO event (type, subject, data) VALUES ('model_version.published', $1, '{}')` },
      [model],
    );

  const eventually = async (done: () => boolean): Promise<void> => {
    for (let i = 0; i < 200 && !done(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
    expect(done()).toBe(true);
  };

  it('are left by events where there are subscribers, and come in order though they fail', async () => {
    await publish('unheard');
    await subscriptions.add(subscriptionTo({ namespace: '*' }));
    const subjects: string[] = [];
    let failures = 1;
    await start(async (ids) => {
      if (failures-- > 0) throw new Error('not now');
      const events = await database.run<{ subject: string }>(
        { text: 'SELECT subject FROM event WHERE id = ANY ($1::bigint[])' },
        [ids],
      );
      subjects.push(...events.map(({ subject }) => subject));
    });
    await publish('first');
    await eventually(() => subjects.includes('first'));
    for (const model of ['a', 'b', 'c']) await publish(model);
    await eventually(() => subjects.length === 4);
    expect(subjects).toEqual(['first', 'a', 'b', 'c']);
  });

  it('of a process that is gone are taken when its lease is over', async () => {
    await subscriptions.add(subscriptionTo({ namespace: '*' }));
    await publish('stuck');
    await database.run({
      text: `UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now() - interval '1 s'`,
    });
    await database.run({
      text: `UPDATE graphile_worker._private_job_queues SET locked_by = 'dead', locked_at = now() - interval '1 s'`,
    });
    let raised = 0;
    await start(() => {
      raised++;
      return Promise.resolve();
    }, 500);
    await eventually(() => raised === 1);
  });
});
