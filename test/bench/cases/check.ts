import { Client } from 'pg';
import { type Benchmark, type Figure } from '../harness/figure';
import { inParallel } from '../harness/in-parallel';
import { startPostgres, startService } from '../harness/servers';
import { median, percentile } from '../harness/statistics';
import { smallModelBytes } from '../models/small-model';

const earlier = 1_000;
const publishers = 16;
const repetitions = 40;

/** The signature of each version, by its position; the last one is the candidate. One that is `changing` does each twentieth time. */
const histories = {
  alike: () => 'serving_default(amount: float32[?,1], country: string[?,1]) -> (score: float32[?,1])',
  changing: (position: number) =>
    `serving_default(amount: float32[?,${Math.floor(position / 20) + 1}], country: string[?,1]) -> (score: float32[?,1])`,
  different: (position: number) =>
    `serving_default(amount: float32[?,${position + 1}], country: string[?,1]) -> (score: float32[?,1])`,
} as const;

const before = `FROM version v JOIN model m ON m.id = v.model_id
  WHERE m.namespace = 'default' AND m.name = $1 AND v.number <= ${earlier} AND v.deleted_at IS NULL`;

/** What a check compares with: the versions before the last one, and the signatures that they have. */
const readings = [
  { name: 'versions', text: `SELECT v.number, v.format, v.graphs ${before} ORDER BY v.number` },
  {
    name: 'signatures',
    text: `SELECT id, body FROM signature
           WHERE id IN (SELECT signature_id FROM version_signature WHERE version_id IN (SELECT v.id ${before}))`,
  },
];

export const check: Benchmark = {
  name: 'check',
  about: 'a check of a version against 1,000 earlier ones, beside reading those from PostgreSQL',
  async measure(bench) {
    const database = await startPostgres(bench);
    const { url } = await startService(bench, 'sigcat', database);
    const sql = new Client({ connectionString: database });
    await sql.connect();
    bench.cleanUp(() => sql.end());
    const figures: Figure[] = [];
    for (const [model, notation] of Object.entries(histories)) {
      bench.say(`publishing ${earlier} versions that are ${model} ...`);
      await publishHistory(url, model, notation);
      await sql.query('VACUUM (ANALYZE)');
      bench.say('checking ...');
      figures.push(...(await compare(url, sql, model)));
    }
    return figures;
  },
};

async function publishHistory(
  url: string,
  model: string,
  notation: (position: number) => string,
): Promise<void> {
  await send(`${url}/api/v1/config/default/${model}`, 'PUT', 'application/json', '{"mode":"NONE"}');
  await inParallel(earlier + 1, publishers, async (i) => {
    const bytes = smallModelBytes(`${model}-${i}`, notation(i));
    await send(`${url}/api/v1/models/default/${model}/versions`, 'POST', 'application/octet-stream', bytes);
  });
}

/** By turns, so that both meet the same machine. */
async function compare(url: string, sql: Client, model: string): Promise<Figure[]> {
  const address = `${url}/api/v1/models/default/${model}/compatibility?candidate=${earlier + 1}&mode=FULL_TRANSITIVE`;
  const times = { check: [] as number[], read: [] as number[] };
  for (let i = 0; i < repetitions; i++) {
    times.check.push(await timeOf(() => send(address, 'POST')));
    times.read.push(
      await timeOf(async () => {
        for (const reading of readings) await sql.query(reading, [model]);
      }),
    );
  }
  const [ours, bare] = [median(times.check), median(times.read)];
  return [
    { case: `versions ${model}`, metric: 'time p50', value: ours, unit: 'ms' },
    { case: `versions ${model}`, metric: 'time p95', value: percentile(times.check, 0.95), unit: 'ms' },
    { case: `versions ${model}: reading`, metric: 'time p50', value: bare, unit: 'ms' },
    {
      case: `versions ${model} / reading`,
      metric: 'time p50',
      value: ours / bare,
      unit: 'ratio',
      target: { atMost: 2 },
    },
  ];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function send(
  url: string,
  method: string,
  type?: string,
  body?: NonNullable<RequestInit['body']>,
): Promise<void> {
  const answer = await fetch(url, {
    method,
    headers: {
      // What is read from PostgreSQL is not compressed either.
      'accept-encoding': 'identity',
      ...(type !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${text.slice(0, 500)}`);
}
