import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type Api } from './harness/api';
import { eventually } from './harness/eventually';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';
import { WebhookReceiver } from './harness/webhook-receiver';

const minute = 60_000;
const hour = 60 * minute;

let client: Client;
let sigcat: OwnSigcat;
let api: Api;
let well: WebhookReceiver;
/** On another port, and so another host. */
let ill: WebhookReceiver;

beforeAll(async () => {
  well = await WebhookReceiver.start();
  ill = await WebhookReceiver.start();
  // Retries are those that operators get. A circuit counts by the clock of its process, which goes on as it does.
  sigcat = await startOwnSigcat({
    SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
    SIGCAT_ALERT_CIRCUIT_OPEN_MS: '100',
  });
  api = sigcat.api;
  client = new Client({ connectionString: sigcat.databaseUrl });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await sigcat.end();
  well.stop();
  ill.stop();
});

/** When a subscription is attempted next. */
async function dueAt(subscription: string): Promise<Date> {
  const { rows } = await client.query<{ due_at: Date }>('SELECT due_at FROM subscription WHERE id = $1', [
    subscription,
  ]);
  return rows[0]?.due_at ?? new Date(0);
}

/** Lets as much time pass as it waits for that: all that is noted of it was earlier by so much. */
async function passTime(subscription: string): Promise<void> {
  await client.query(
    'UPDATE subscription SET due_at = now(), failing_since = failing_since - (due_at - now()) WHERE id = $1',
    [subscription],
  );
}

it('a receiver that answers 500 for an hour is tried ever more rarely, delays nobody, and misses nothing', async () => {
  let passed = 0;
  const subscribe = async (endpoint: string): Promise<string> => {
    const body = { endpoint, about: { model: 'fraud' }, events: ['model_version.published'] };
    return (await api.ask('createSubscription', { body })).json.id;
  };
  const failing = await subscribe(
    ill.at('/ill', (response) => response.writeHead(passed < hour ? 500 : 204).end()),
  );
  await subscribe(well.at('/well'));
  const attemptTimes = async (): Promise<readonly number[]> => {
    const { json } = await api.ask('listDeliveries', { query: { subscription: failing } });
    return (json.items.at(-1)?.attempts ?? []).map(({ at }) => Date.parse(at));
  };
  await api.ask('putNamespaceConfig', { params: { namespace: 'default' }, body: { mode: 'NONE' } });

  const waits: number[] = [];
  let published = 0;
  while (passed < hour) {
    await api.publish('fraud', savedModel(`f(x: float32[?,3]) -> (y${published}: float32[?])`));
    published++;
    // Who is well hears of each version before anybody tries the other one again.
    await well.callsOnce('/well', published);
    await eventually(async () => (await attemptTimes()).length === waits.length + 1);
    const tried = (await attemptTimes()).at(-1) ?? 0;
    const wait = (await dueAt(failing)).getTime() - tried;
    waits.push(wait);
    passed += wait;
    await passTime(failing);
  }
  // 5 seconds, and then three times as long each time, give or take a fifth each.
  expect(waits.length).toBeGreaterThanOrEqual(6);
  expect(waits.length).toBeLessThanOrEqual(8);
  waits.forEach((wait, i) => {
    expect(wait / (5_000 * 3 ** i)).toBeGreaterThan(0.79);
    // And as long as the attempt took.
    expect(wait / (5_000 * 3 ** i)).toBeLessThan(1.5);
  });

  const calls = await ill.callsOnce('/ill', waits.length + published);
  const ids = calls.map(({ headers }) => headers['webhook-id']);
  // The first alert alone is tried, under one id; then it and all others come, once each and in order.
  expect(new Set(ids.slice(0, waits.length + 1)).size).toBe(1);
  const subjects = (received: readonly { readonly body: string }[]): unknown[] =>
    received.map(({ body }) => (JSON.parse(body) as { subject: string }).subject);
  expect(subjects(calls.slice(waits.length))).toEqual(subjects(well.calls('/well')));
  await eventually(async () => {
    const { json } = await api.ask('listDeliveries', { query: { subscription: failing } });
    return json.items.length === published && json.items.every(({ state }) => state === 'delivered');
  });
});
