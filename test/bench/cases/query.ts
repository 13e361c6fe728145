import { runScript } from '../harness/child';
import { type BenchContext, type Benchmark, type Figure } from '../harness/figure';
import { type Pace } from '../harness/in-parallel';
import { startBare, startPostgres, startService } from '../harness/servers';
import { median } from '../harness/statistics';
import { fillCatalogue, type Filled } from '../models/catalogue';

/** What the script `get-load` is to do: ask for these paths, one after the other, again and again. */
export interface Getting {
  readonly url: string;
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

interface Question {
  readonly name: string;
  readonly paths: readonly string[];
  /** Of requests a second, to the bare route's. */
  readonly ratio?: number;
  /** Milliseconds that one client should wait: a tenth of what MLflow's registry took. */
  readonly patience?: number;
}

const connections = 16;
const repetitions = 3;

export const query: Benchmark = {
  name: 'query',
  about: 'reading a catalogue of 100,000 versions, beside a bare Fastify route with one prepared query',
  async measure(bench) {
    const database = await startPostgres(bench);
    const filled = await fillCatalogue(bench, database);
    const sigcat = await startService(bench, 'query-api', database);
    const bare = await startBare(bench, 'bare-query', { DATABASE_URL: database });
    const barePaths = Array.from({ length: 5_000 }, (_, i) => `/versions/${filled.versionId(i * 19)}`);

    const load = (url: string, paths: readonly string[], { seconds = 3, clients = connections } = {}) =>
      runScript('get-load', { url, paths, connections: clients, seconds } satisfies Getting) as Promise<Pace>;
    await load(bare.url, barePaths);

    const figures: Figure[] = [];
    for (const question of questions(filled)) {
      bench.say(`${question.name} ...`);
      await load(sigcat.url, question.paths, { seconds: 2 });
      const ours: Pace[] = [];
      const theirs: Pace[] = [];
      for (let i = 0; i < repetitions; i++) {
        theirs.push(await load(bare.url, barePaths));
        ours.push(await load(sigcat.url, question.paths));
      }
      const alone = await load(sigcat.url, question.paths, { clients: 1 });
      figures.push(...figuresOf(question, ours, theirs, alone));
    }
    figures.push(...(await bareFigures(bench, () => load(bare.url, barePaths, { clients: 1 }))));
    return figures;
  },
};

function questions({ model, digest }: Filled): Question[] {
  const many = Array.from({ length: 5_000 }, (_, i) => i * 19);
  return [
    {
      name: 'get a version',
      paths: many.map((i) => `/api/v1/models/default/${model(i)}/versions/${(i % 50) + 1}`),
      ratio: 0.6,
      patience: 1,
    },
    { name: 'newest 100', paths: ['/api/v1/versions?page_size=100'], patience: 12.9 },
    {
      name: 'versions of a model',
      paths: many.map((i) => `/api/v1/models/default/${model(i)}/versions?page_size=50`),
    },
    {
      name: 'find by digest',
      paths: many.map((i) => `/api/v1/versions?digest=${digest(i)}`),
      patience: 5.9,
    },
  ];
}

function figuresOf(
  { name, ratio, patience }: Question,
  ours: readonly Pace[],
  theirs: readonly Pace[],
  alone: Pace,
): Figure[] {
  const of = (paces: readonly Pace[], metric: keyof Pace): number =>
    median(paces.map((pace) => pace[metric]));
  const rate = of(ours, 'perSecond');
  const bareRate = of(theirs, 'perSecond');
  return [
    { case: name, metric: 'requests', value: rate, unit: '1/s' },
    { case: name, metric: 'time p50', value: of(ours, 'p50'), unit: 'ms' },
    { case: name, metric: 'time p99', value: of(ours, 'p99'), unit: 'ms' },
    {
      case: name,
      metric: 'time p50, one client',
      value: alone.p50,
      unit: 'ms',
      ...(patience !== undefined && { target: { atMost: patience } }),
    },
    { case: `${name}: bare route`, metric: 'requests', value: bareRate, unit: '1/s' },
    {
      case: `${name} / bare route`,
      metric: 'requests',
      value: rate / bareRate,
      unit: 'ratio',
      ...(ratio !== undefined && { target: { atLeast: ratio } }),
    },
  ];
}

async function bareFigures(bench: BenchContext, alone: () => Promise<Pace>): Promise<Figure[]> {
  bench.say('the bare route alone ...');
  return [{ case: 'bare route', metric: 'time p50, one client', value: (await alone()).p50, unit: 'ms' }];
}
