import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { runScript, script, startServer } from '../harness/child';
import { type BenchContext, type Benchmark, type Figure } from '../harness/figure';
import { type Pace } from '../harness/in-parallel';
import { startPostgres, startService } from '../harness/servers';
import { percentile } from '../harness/statistics';
import { smallModelBytes } from '../models/small-model';
import { type Posting } from '../processes/bare-posts';

/** All of one model, so that each version concerns each of them. */
const subscriptions = 1_000;
/** Others, about other models. */
const strangers = 100_000;
const fanOut = 10_000;
/** Attempts at once to one host; the default. */
const concurrency = 16;
/** Publishes a second, and how many of them. */
const rates = [
  { perSecond: 1, publishes: 8 },
  { perSecond: 50, publishes: 10 },
] as const;
/** Milliseconds from publishing to the first webhook, at one a second. */
const patience = 250;

export const alerts: Benchmark = {
  name: 'alerts',
  about: `from publishing to webhooks, with ${subscriptions} subscriptions among ${strangers}; fan-out to ${fanOut}`,
  async measure(bench) {
    const database = await startPostgres(bench);
    const { url } = await startService(bench, 'sigcat', database, { SIGCAT_ALERT_NETWORKS: '127.0.0.0/8' });
    const receiver = await startServer([script('webhook-receiver')], {});
    bench.cleanUp(receiver.stop);
    const client = new Client({ connectionString: database });
    await client.connect();
    bench.cleanUp(() => client.end());
    const place: Place = { bench, url, receiver: receiver.url, client };

    await subscribe(place, 'one', 1);
    await subscribe(place, 'many', subscriptions);
    await subscribe(place, 'fan', fanOut);
    await strangersTo(place);
    // PostgreSQL is to know what the tables are like, as it does after a minute.
    await publish(place, 'many');
    await arrivals(place, subscriptions);
    await client.query('VACUUM (ANALYZE)');

    const figures: Figure[] = await bareNotify(database);
    for (const { perSecond, publishes } of rates) {
      for (const model of ['one', 'many'] as const) {
        figures.push(...(await atRate(place, model, perSecond, publishes)));
      }
    }
    return [...figures, ...(await fannedOut(place))];
  },
};

interface Place {
  readonly bench: BenchContext;
  readonly url: string;
  readonly receiver: string;
  readonly client: Client;
}

/** Asks the API for one subscription to a model, and copies its row for the others. */
async function subscribe({ url, receiver, client }: Place, model: string, count: number): Promise<void> {
  const answer = await fetch(`${url}/api/v1/subscriptions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      about: { model: `default/${model}` },
      endpoint: `${receiver}/${model}`,
      events: ['model_version.published'],
    }),
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  await copyOf(client, `default/${model}`, `default/${model}`, count - 1);
}

/** Subscriptions to models that nobody publishes. */
async function strangersTo({ client }: Place): Promise<void> {
  await copyOf(client, 'default/one', 'default/stranger-', strangers);
}

/** @param to a name that ends in a hyphen has a number put behind it */
async function copyOf(client: Client, model: string, to: string, count: number): Promise<void> {
  const topic = to.endsWith('-') ? `replace(topic, '${model}', '${to}' || i)` : 'topic';
  await client.query(
    `INSERT INTO subscription (about, topic, events, minimum_level, channel, endpoint, host, secrets)
     SELECT about, ${topic}, events, minimum_level, channel, endpoint || '/' || i, host, secrets
     FROM (SELECT * FROM subscription WHERE topic LIKE '%' || $1 LIMIT 1) AS s, generate_series(1, $2::int) AS i`,
    [model, count],
  );
}

let published = 0;

/** Publishes one more version; resolves to what it is and when that was asked for. */
async function publish({ url }: Place, model: string): Promise<readonly [subject: string, at: number]> {
  const at = Date.now();
  const answer = await fetch(`${url}/api/v1/models/default/${model}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(smallModelBytes(String(published++))),
  });
  if (!answer.ok) throw new Error(await answer.text());
  const { version } = (await answer.json()) as { version: number };
  return [`default/${model}@${version}`, at];
}

type Arrivals = readonly (readonly [subject: string, at: number])[];

async function arrivals({ receiver }: Place, count: number): Promise<Arrivals> {
  const answer = await fetch(`${receiver}/since?count=${count}`);
  return (await answer.json()) as Arrivals;
}

/** From the request to publish to the webhooks that come of it: to the first one, and to each. */
async function atRate(
  place: Place,
  model: 'one' | 'many',
  perSecond: number,
  publishes: number,
): Promise<Figure[]> {
  const heard = model === 'one' ? 1 : subscriptions;
  place.bench.say(`${publishes} versions, ${perSecond} a second, each to ${heard} ...`);
  const begun: (readonly [string, number])[] = [];
  const under: Promise<void>[] = [];
  for (let i = 0; i < publishes; i++) {
    under.push(publish(place, model).then((one) => void begun.push(one)));
    await wait(1_000 / perSecond);
  }
  await Promise.all(under);
  const times = new Map(begun);
  const all = (await arrivals(place, publishes * heard)).map(
    ([subject, at]) => [subject, at - (times.get(subject) ?? at)] as const,
  );
  const first = [...times.keys()].map((subject) =>
    Math.min(...all.filter(([one]) => one === subject).map(([, ms]) => ms)),
  );
  const name = `${perSecond} a second, ${heard} subscription${heard === 1 ? '' : 's'}`;
  const target = perSecond === 1 ? { target: { atMost: patience } } : {};
  const figure = (metric: string, value: number, more: Partial<Figure> = {}): Figure => {
    return { case: name, metric, value, unit: 'ms', ...more };
  };
  return [
    figure('to the first webhook p50', percentile(first, 0.5)),
    figure('to the first webhook p99', percentile(first, 0.99), target),
    ...(heard === 1
      ? []
      : [
          figure(
            'to each webhook p50',
            percentile(
              all.map(([, ms]) => ms),
              0.5,
            ),
          ),
          figure(
            'to each webhook p99',
            percentile(
              all.map(([, ms]) => ms),
              0.99,
            ),
          ),
        ]),
  ];
}

/** The least that hearing of something can be: NOTIFY on one connection, until another one that listens has it. */
async function bareNotify(database: string): Promise<Figure[]> {
  const [speaker, listener] = [
    new Client({ connectionString: database }),
    new Client({ connectionString: database }),
  ];
  await Promise.all([speaker.connect(), listener.connect()]);
  await listener.query('LISTEN bench');
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const begun = performance.now();
    const heard = new Promise((resolve) => listener.once('notification', resolve));
    await Promise.all([speaker.query(`NOTIFY bench, '${i}'`), heard]);
    times.push(performance.now() - begun);
  }
  await Promise.all([speaker.end(), listener.end()]);
  return ([0.5, 0.99] as const).map((part) => {
    const metric = `time p${part * 100}`;
    return { case: 'bare NOTIFY', metric, value: percentile(times, part), unit: 'ms' };
  });
}

async function fannedOut(place: Place): Promise<Figure[]> {
  const { bench, receiver } = place;
  bench.say(`one version to ${fanOut} subscriptions ...`);
  const [, begun] = await publish(place, 'fan');
  const all = await arrivals(place, fanOut);
  const times = all.map(([, at]) => at);
  // One that has to be tried again would stand for all.
  const most = 0.99;
  const seconds = (percentile(times, most) - Math.min(...times)) / 1_000;
  const body = JSON.stringify({ subject: 'default/bare@1', data: 'x'.repeat(700) });
  const posting: Posting = { url: receiver, body, posts: fanOut, concurrency };
  const bare = (await runScript('bare-posts', posting)) as Pace;
  await arrivals(place, fanOut);
  const rate = (fanOut * most) / seconds;
  return [
    { case: 'fan-out', metric: 'to the first webhook', value: Math.min(...times) - begun, unit: 'ms' },
    { case: 'fan-out', metric: 'webhooks', value: rate, unit: '1/s' },
    { case: 'bare HTTP client', metric: 'webhooks', value: bare.perSecond, unit: '1/s' },
    {
      case: 'fan-out / bare HTTP client',
      metric: 'webhooks',
      value: rate / bare.perSecond,
      unit: 'ratio',
      target: { atLeast: 0.5 },
    },
  ];
}
