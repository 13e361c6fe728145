import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { topicsOf } from '@sigcat/alerts';
import { Alerts, Database, Deliveries, Subscriptions } from '@sigcat/storage';
import { type Folders, makeFolders } from '../folders';
import { Postgres } from '../postgres';
import { Server } from '../server';

jest.setTimeout(120_000);

const claimAll = { most: 10, mostOfHost: 10, room: {}, leaseMs: 60_000 };
const attempt = {
  at: '2026-01-01T00:00:00.000Z',
  outcome: 'delivered',
  ms: 1,
  status: 200,
  excerpt: '',
} as const;

let folders: Folders;
let postgres: Postgres;

beforeAll(async () => {
  folders = makeFolders();
  postgres = await Postgres.start(folders.postgres);
  // Which brings the database up to date.
  const server = Server.spawn({ DATABASE_URL: postgres.url, SIGCAT_DATA_DIR: folders.data }, 'upload-api');
  await server.listens();
  await server.end();
});

afterAll(async () => {
  await postgres.stop();
  folders.remove();
});

const open = (): Database =>
  new Database({ url: postgres.url, poolSize: 2, statementTimeoutMs: 10_000, connectTimeoutMs: 5_000 });

it('what came of a delivery is on disk before the next one may be sent', async () => {
  const before = open();
  await new Subscriptions(before).add({
    about: { model: 'default/fraud' },
    events: ['model_version.published'],
    minimumLevel: 'info',
    channel: 'webhook',
    endpoint: 'https://example.com/hook',
    host: 'https://example.com',
    description: '',
    secret: 'whsec_c2VjcmV0',
  });
  for (const subject of ['default/fraud@1', 'default/fraud@2']) await raise(before, subject);
  const deliveries = new Deliveries(before);
  const [first] = await deliveries.claim(claimAll);
  if (!first) throw new Error('nothing was due');
  await deliveries.finish({ ...first, attempt, state: 'delivered' });
  const [second] = await deliveries.claim(claimAll);
  postgres.kill();
  await before.close().catch(() => undefined);
  await postgres.restart();

  const after = open();
  const { items } = await new Deliveries(after).list({}, { size: 10 });
  await after.close();
  expect(items.map(({ alert, state }) => [alert, state])).toEqual([
    [second?.alert, 'pending'],
    [first.alert, 'delivered'],
  ]);
});

async function raise(database: Database, subject: string): Promise<void> {
  const text = `INSERT INTO event (type, subject, data) VALUES ('approval.created', '', '{}') RETURNING id`;
  const [event] = await database.run<{ id: string }>({ text });
  await new Alerts(database).raise(event?.id ?? '', [
    {
      type: 'model_version.published',
      level: 'info',
      subject,
      of: '',
      topics: topicsOf({ model: { namespace: 'default', model: 'fraud' } }),
      data: { title: 'It is there.' },
    },
  ]);
}
