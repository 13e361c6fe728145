import { type Child, runScript } from '../harness/child';
import { type BenchContext, type Benchmark, type Figure } from '../harness/figure';
import { forgetPeak, inMegabytes, residentMemory } from '../harness/process-memory';
import { type Service, startPostgres, startService } from '../harness/servers';
import { fillCatalogue, type Filled } from '../models/catalogue';
import { type Publishing } from './publish';
import { type Getting } from './query';

type Server = Child & { readonly url: string };
type Load = (server: Server) => Promise<unknown>;

const limit = { atMost: 200 };

/** What the script `slow-uploads` is to do. */
export interface Dawdling {
  readonly url: string;
  readonly clients: number;
  /** That each sends at once. */
  readonly bytes: number;
  /** For which each goes on little by little. */
  readonly seconds: number;
}

export const memory: Benchmark = {
  name: 'memory',
  about: 'resident memory of the servers, idle and under load',
  async measure(bench) {
    const database = await startPostgres(bench);
    const filled = await fillCatalogue(bench, database);
    const reading = queryLoad(filled);
    return [
      ...(await weigh(bench, 'query-api', database, { 'under queries': reading })),
      ...(await weigh(bench, 'upload-api', database, {
        'under publishing': publishLoad('upload-api'),
        'under slow uploads': slowly,
      })),
      ...(await weigh(bench, 'compat-checker', database, { 'under comparisons': comparisonLoad(filled) })),
      ...(await weigh(bench, 'sigcat', database, {
        'under queries': reading,
        'under publishing': publishLoad('sigcat'),
      })),
    ];
  },
};

/** Starts a service and puts one load after the other on it. */
async function weigh(
  bench: BenchContext,
  service: Service,
  database: string,
  loads: Readonly<Record<string, Load>>,
): Promise<Figure[]> {
  const server = await startService(bench, service, database);
  const figures: Figure[] = [];
  const add = (metric: string, value: number): void => {
    figures.push({ case: service, metric, value: inMegabytes(value), unit: 'MB', target: limit });
  };
  add('idle', residentMemory(server.pid).now);
  for (const [name, load] of Object.entries(loads)) {
    bench.say(`${service} ${name} ...`);
    forgetPeak(server.pid);
    await load(server);
    add(name, residentMemory(server.pid).peak);
  }
  await server.stop();
  return figures;
}

function queryLoad({ model, digest }: Filled): Load {
  const paths = Array.from({ length: 5_000 }, (_, i) => [
    `/api/v1/models/default/${model(i * 19)}/versions/${(i % 50) + 1}`,
    `/api/v1/models/default/${model(i * 19)}/versions?page_size=50`,
    `/api/v1/versions?digest=${digest(i * 19)}`,
    '/api/v1/versions?page_size=100',
  ]).flat();
  return ({ url }) => runScript('get-load', { url, paths, connections: 16, seconds: 15 } satisfies Getting);
}

/** As many uploads as a server takes by default, none of which comes to an end. */
const slowly: Load = ({ url }) =>
  runScript('slow-uploads', { url, clients: 64, bytes: 8 * 2 ** 20, seconds: 10 } satisfies Dawdling);

function comparisonLoad({ model }: Filled): Load {
  const paths = Array.from({ length: 5_000 }, (_, i) => {
    const from = (i % 49) + 1;
    return `/api/v1/models/default/${model(i * 19)}/diff?from=${from}&to=${from + 1}`;
  });
  return ({ url }) => runScript('get-load', { url, paths, connections: 16, seconds: 15 } satisfies Getting);
}

function publishLoad(seed: string): Load {
  return ({ url }) =>
    runScript('publish-load', {
      url,
      versions: 4_000,
      concurrency: 16,
      models: 'different',
      seed,
    } satisfies Publishing);
}
