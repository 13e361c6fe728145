import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { savedModel } from '../../e2e/harness/saved-model';
import { makeFolders } from '../folders';
import { Postgres } from '../postgres';
import { Random } from '../random';
import { Server } from '../server';
import { checkCalls, type Expected } from './check-calls';
import { Receiver } from './receiver';

export interface KillCheckersOptions {
  readonly publishes: number;
  readonly seed: number;
  readonly progress?: (publishes: number) => void;
}

export interface KillCheckersResult {
  readonly violations: readonly string[];
  readonly summary: Readonly<Record<string, number>>;
}

const models = ['one', 'two', 'three'];
/** Each breaks whoever used the other. */
const signatures = ['f(x: float32[?,3]) -> (y: float32[?])', 'f(x: float32[?,4]) -> (y: float32[?])'];
/** How long nothing may arrive, once nobody is killed any more. */
const patienceMs = 30_000;

/**
 * Publishes while two checkers are killed again and again, and PostgreSQL now and then; the receiver fails a third of
 * the time. Then every subscription must have heard of all that it has to hear of.
 */
export async function killCheckers(options: KillCheckersOptions): Promise<KillCheckersResult> {
  const { publishes, seed, progress } = options;
  const random = new Random(seed);
  const folders = makeFolders();
  const postgres = await Postgres.start(folders.postgres);
  const receiver = await Receiver.start(new Random(seed + 1));
  const env = {
    DATABASE_URL: postgres.url,
    SIGCAT_DATA_DIR: folders.data,
    SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
    SIGCAT_ALERT_RETRY_MS: '20',
    SIGCAT_ALERT_MAX_RETRY_MS: '100',
    SIGCAT_ALERT_ATTEMPTS: '100',
    SIGCAT_ALERT_TIMEOUT_MS: '2000',
    SIGCAT_ALERT_LEASE_MS: '300',
    SIGCAT_ALERT_CIRCUIT_FAILURES: '1000',
  };
  const uploader = Server.spawn(env, 'upload-api');
  const checkers = [Server.spawn(env, 'compat-checker'), Server.spawn(env, 'compat-checker')];
  const kills = { checkers: 0, databases: 0 };
  try {
    const upload = await uploader.listens();
    const checks = await Promise.all(checkers.map((checker) => checker.listens()));
    const subscriptions = await subscribe(checks[0] ?? '', receiver);

    const done = new AbortController();
    const killing = (async () => {
      while (!done.signal.aborted) {
        await wait(random.between(50, 1_500));
        if (random.chance(0.05)) {
          postgres.kill();
          await postgres.restart();
          kills.databases++;
          continue;
        }
        const victim = random.between(0, checkers.length - 1);
        await checkers[victim]?.end();
        checkers[victim] = Server.spawn(env, 'compat-checker');
        kills.checkers++;
      }
    })();
    const published: string[] = [];
    for (let i = 0; i < publishes; i++) {
      published.push(await publish(upload, random.pick(models) ?? '', i));
      progress?.(i + 1);
    }
    done.abort();
    await killing;
    // One that was just starting when PostgreSQL died has ended by itself, to be started again by whoever runs it.
    for (const [i, checker] of checkers.entries()) {
      if (checker.ended) checkers[i] = Server.spawn(env, 'compat-checker');
    }

    const expected = expectedOf(subscriptions, published);
    await untilQuiet(receiver, postgres.url);
    const { violations, alerts, refused, duplicates } = checkCalls(expected, receiver.calls);
    return {
      violations,
      summary: {
        'versions published': published.length,
        'checkers killed': kills.checkers,
        'times that PostgreSQL was killed': kills.databases,
        'alerts sent': alerts,
        calls: receiver.calls.length,
        'calls that failed': refused,
        'calls that brought what had been taken already': duplicates,
      },
    };
  } finally {
    await Promise.all([uploader, ...checkers].map((server) => server.end()));
    receiver.stop();
    await postgres.stop();
    folders.remove();
  }
}

interface Subscription {
  readonly name: string;
  readonly isAbout: (model: string) => boolean;
}

async function subscribe(checker: string, receiver: Receiver): Promise<Subscription[]> {
  for (const model of models) await send(checker, 'PUT', `/api/v1/config/default/${model}`, { mode: 'NONE' });
  const wanted: readonly (Subscription & { readonly about: object })[] = [
    ...models.map((model) => ({ name: model, about: { model: `default/${model}` }, isAbout: is(model) })),
    { name: 'namespace', about: { namespace: 'def*' }, isAbout: () => true },
    { name: 'label', about: { label: 'team=two' }, isAbout: is('two') },
  ];
  for (const { name, about } of wanted) {
    const body = {
      about,
      endpoint: receiver.addressOf(name),
      events: ['model_version.published', 'compatibility.broken'],
    };
    const { secret } = (await send(checker, 'POST', '/api/v1/subscriptions', body)) as { secret: string };
    receiver.expect(name, secret);
  }
  return [...wanted];
}

function is(model: string): (other: string) => boolean {
  return (other) => other === model;
}

async function send(server: string, method: string, path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(server + path, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** Until it is there: while PostgreSQL is away again and again. */
async function publish(server: string, model: string, i: number): Promise<string> {
  const body = savedModel(signatures[i % 2] ?? '');
  // Bytes of their own, so that trying again makes no other version.
  const bytes = Buffer.concat([body, Buffer.from([0x7a, 4]), Buffer.from(String(i).padStart(4, '0'))]);
  for (;;) {
    const query = `label=team=${model}`;
    const answer = await fetch(`${server}/api/v1/models/default/${model}/versions?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    });
    if (answer.ok) {
      const { version } = (await answer.json()) as { version: number };
      return `default/${model}@${version}`;
    }
    if (answer.status !== 503) throw new Error(`${answer.status} ${await answer.text()}`);
    await wait(50);
  }
}

/** Each version is published; each but the first of a model breaks the one before it, unless that was alike. */
function expectedOf(subscriptions: readonly Subscription[], published: readonly string[]): Expected[] {
  const last = new Map<string, number>();
  return published.flatMap((subject, i) => {
    const model = subject.slice('default/'.length, subject.indexOf('@'));
    const before = last.get(model);
    last.set(model, i % 2);
    const types = [
      'model_version.published',
      ...(before !== undefined && before !== i % 2 ? ['compatibility.broken'] : []),
    ];
    return subscriptions
      .filter(({ isAbout }) => isAbout(model))
      .flatMap(({ name }) => types.map((type) => ({ subscription: name, type, subject })));
  });
}

/** Until nothing is to be done any more, or nothing has come of it for long. */
async function untilQuiet(receiver: Receiver, url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let calls = -1;
    for (let until = 0; receiver.calls.length > calls || Date.now() < until;) {
      if (receiver.calls.length > calls) until = Date.now() + patienceMs;
      calls = receiver.calls.length;
      const { rows } = await client.query<{ left: string }>(
        `SELECT (SELECT count(*) FROM delivery WHERE state = 'pending') + (SELECT count(*) FROM graphile_worker.jobs) AS left`,
      );
      if (rows[0]?.left === '0') return;
      await wait(500);
    }
  } finally {
    await client.end();
  }
}
