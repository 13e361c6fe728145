import { runScript } from '../harness/child';
import { type Benchmark, type Figure } from '../harness/figure';
import { startPostgres, startService } from '../harness/servers';
import { median } from '../harness/statistics';

/** What the scripts `publish-load` and `bare-publish` are to do. */
export interface Publishing {
  /** Of the service, or of the database. */
  readonly url: string;
  readonly versions: number;
  readonly concurrency: number;
  /** Whether each version is one of a model of its own, or all are of one. */
  readonly models: 'different' | 'one';
  /** Goes into names and bytes, so that no run repeats another. */
  readonly seed: string;
}

/** What they tell; times in milliseconds. */
export interface Published {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

const concurrency = 16;
const versions = 1_500;
const repetitions = 3;
/** Milliseconds that one client should wait: a tenth of what MLflow's registry took. */
const patience = 1.4;

export const publish: Benchmark = {
  name: 'publish',
  about: `small models at concurrency ${concurrency}, beside the same rows written by bare SQL`,
  async measure(bench) {
    const database = await startPostgres(bench);
    const { url } = await startService(bench, 'upload-api', database);
    const ours = (options: Omit<Publishing, 'url'>): Promise<Published> =>
      runScript('publish-load', { ...options, url }) as Promise<Published>;
    const bare = (options: Omit<Publishing, 'url'>): Promise<Published> =>
      runScript('bare-publish', { ...options, url: database }) as Promise<Published>;

    const warmUp = { versions: 5_000, concurrency, models: 'different', seed: 'warm' } as const;
    await ours(warmUp);
    await bare(warmUp);

    const figures: Figure[] = [];
    for (const models of ['different', 'one'] as const) {
      const runs: { ours: Published[]; bare: Published[] } = { ours: [], bare: [] };
      for (let i = 1; i <= repetitions; i++) {
        bench.say(`${models} models, ${i} of ${repetitions} ...`);
        const options = { versions, concurrency, models, seed: `${models}-${i}` };
        runs.bare.push(await bare(options));
        runs.ours.push(await ours(options));
      }
      figures.push(...figuresOf(models === 'one' ? 'one model' : 'different models', runs));
    }
    const alone = { versions: 300, concurrency: 1, models: 'different', seed: 'alone' } as const;
    return [
      ...figures,
      {
        case: 'Sigcat, one client',
        metric: 'time p50',
        value: (await ours(alone)).p50,
        unit: 'ms',
        target: { atMost: patience },
      },
      { case: 'bare SQL, one client', metric: 'time p50', value: (await bare(alone)).p50, unit: 'ms' },
    ];
  },
};

function figuresOf(what: string, runs: { ours: Published[]; bare: Published[] }): Figure[] {
  const of = (side: readonly Published[], metric: keyof Published): number =>
    median(side.map((one) => one[metric]));
  const rate = of(runs.ours, 'perSecond');
  const bareRate = of(runs.bare, 'perSecond');
  return [
    { case: `Sigcat, ${what}`, metric: 'versions', value: rate, unit: '1/s' },
    { case: `Sigcat, ${what}`, metric: 'time p50', value: of(runs.ours, 'p50'), unit: 'ms' },
    { case: `Sigcat, ${what}`, metric: 'time p99', value: of(runs.ours, 'p99'), unit: 'ms' },
    { case: `bare SQL, ${what}`, metric: 'versions', value: bareRate, unit: '1/s' },
    {
      case: `Sigcat / bare SQL, ${what}`,
      metric: 'versions',
      value: rate / bareRate,
      unit: 'ratio',
      target: { atLeast: 0.5 },
    },
  ];
}
