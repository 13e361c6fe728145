import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Api } from './harness/api';
import { eventually } from './harness/eventually';
import { savedModel } from './harness/saved-model';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';
import { WebhookReceiver } from './harness/webhook-receiver';

const subscriptions = 60;
const timeoutMs = 400;
const slowMs = 300;

let database: TestDatabase;
let receiver: WebhookReceiver;
let sigcat: SigcatProcess;
let other: SigcatProcess;

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await WebhookReceiver.start();
  const env = {
    DATABASE_URL: database.url,
    SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
    SIGCAT_ALERT_TIMEOUT_MS: String(timeoutMs),
    SIGCAT_ALERT_LEASE_MS: '1000',
    SIGCAT_ALERT_HOST_CONCURRENCY: '3',
  };
  sigcat = await startSigcat({ env });
  other = await startSigcat({ env, app: 'compat-checker' });
});

afterAll(async () => {
  await Promise.all([sigcat.stop(), other.stop()]);
  receiver.stop();
  await database.drop();
  removeDataDir(sigcat.dataDir);
  removeDataDir(other.dataDir);
});

it('gets nothing twice where it was quick and is slow now: what was taken ahead is left to be taken again', async () => {
  const api = new Api(sigcat.url);
  let isSlow = false;
  const endpoint = receiver.at('/turns-slow', (response) => {
    setTimeout(() => response.writeHead(204).end(), isSlow ? slowMs : 0);
  });
  for (let i = 0; i < subscriptions; i++) {
    const { status } = await api.ask('createSubscription', {
      body: { endpoint, about: { model: 'told' }, events: ['model_version.published'] },
    });
    expect(status).toBe(201);
  }
  const model = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
  const publish = async (): Promise<void> => {
    expect((await api.publish('told', model, { if_exists: 'create' })).status).toBe(201);
  };
  const ids = (): unknown[] => receiver.calls('/turns-slow').map(({ headers }) => headers['webhook-id']);
  for (let round = 1; round <= 3; round++) {
    await publish();
    await eventually(() => ids().length >= round * subscriptions);
  }
  isSlow = true;
  await publish();
  const all = 4 * subscriptions;
  for (let tries = 0; tries < 6 && new Set(ids()).size < all; tries++)
    await eventually(() => new Set(ids()).size === all).catch(() => undefined);
  expect(new Set(ids()).size).toBe(all);
  expect(ids()).toHaveLength(all);
});
