import { resolve } from 'node:path';
import { runScript } from '../harness/child';
import { type Benchmark, type Figure } from '../harness/figure';
import { type Pace } from '../harness/in-parallel';
import { startPostgres, startService } from '../harness/servers';
import { addressOfModel, fillSignatures, type Scale } from '../models/signature-catalogue';
import { type Getting } from './query';

/**
 * `SIGCAT_BENCH_SIGNATURES=1000000` for the size that the aims are set for. To fill that takes a quarter of an hour, so
 * `SIGCAT_BENCH_CATALOGUE` may name a folder that it is kept in and found again.
 */
const signatures = Number(process.env['SIGCAT_BENCH_SIGNATURES'] ?? 100_000);
const scale: Scale = { signatures, versions: signatures * 5, models: signatures / 4 };

const narrow = [
  'image: float32[?,224,224,3]',
  'input_ids: int64[?,512]',
  'x: string[1000]',
  'float32[?,299,299,3]',
];
const nameOfModel = (place: number): string => addressOfModel(place).split('/')[1] ?? '';
const named = ['x', 'image', 'scores', 'logits', 'attention_mask', 'input'];
const common = ['float32[?,?]', 'int64[?]', 'float32[?,3]', 'float32'];

const kinds: Readonly<Record<string, readonly string[]>> = {
  narrow: narrow.map((tensor) => `q=${encodeURIComponent(`(${tensor}, ...)`)}`),
  broad: common.map((tensor) => `q=${encodeURIComponent(`(${tensor}, ...)`)}`),
  'two-sided': common.map(
    (tensor, i) => `q=${encodeURIComponent(`(${tensor}, ...) -> (float32[?,${10 + i}], ...)`)}`,
  ),
  named: named.map((name) => `q=${encodeURIComponent(`(${name}: *, ...)`)}`),
  similar: named
    .filter(({ length }) => length > 4)
    .map((name) => `q=${encodeURIComponent(`(~${name.slice(0, -1)}: float32, ...)`)}`),
  accepts: common.map(
    (tensor, i) =>
      `relation=accepts&q=${encodeURIComponent(`(${named[i] ?? ''}: ${tensor.replaceAll('?', '8')})`)}`,
  ),
  'drop-in': Array.from(
    { length: 50 },
    (_, i) => `drop_in_for=${addressOfModel(5 * (i + 1))}@latest&transport=tensor`,
  ),
  filtered: common.map(
    (tensor, i) =>
      `q=${encodeURIComponent(`(${tensor}, ...)`)}&filter=${encodeURIComponent(`model = ${nameOfModel(i + 1)}`)}`,
  ),
  'in production': common.map((tensor) => `alias=production&q=${encodeURIComponent(`(${tensor}, ...)`)}`),
  'filtered broadly': common.map(
    (tensor) =>
      `q=${encodeURIComponent(`(${tensor}, ...)`)}&filter=${encodeURIComponent('namespace = payments')}`,
  ),
  'all versions': common.map((tensor) => `versions=all&q=${encodeURIComponent(`(${tensor}, ...)`)}`),
  none: [`q=${encodeURIComponent('(image: string[?,224,224,3]) -> (nothing_like_it: float32)')}`],
};

/** What is read of the catalogue but for searches, on models such as those of the GET by id. */
const reads: Readonly<Record<string, (models: readonly string[]) => readonly string[]>> = {
  models: () => ['/api/v1/models'],
  'models of a namespace': () =>
    ['payments', 'vision', 'text', 'ads'].map((name) => `/api/v1/models/${name}`),
  'models by a common part of their names': () =>
    ['model', 'RANKER', 'resnet', 'embed', '-1', 't'].map((part) => `/api/v1/models?name=${part}`),
  'models by a rare part of their names': (models) =>
    models.map((model) => `/api/v1/models?name=${model.split('/').at(-1)?.slice(1) ?? ''}`),
  'models by what no name has': () =>
    ['unheard', 'zz', 'model-x'].map((part) => `/api/v1/models?name=${part}`),
  versions: (models) => models.map((model) => `/api/v1/models/${model}/versions`),
  'versions of all models': () => ['/api/v1/versions'],
  'versions by a part of their models\u2019 names': (models) =>
    models.map(
      (model, i) => `/api/v1/versions?name=${i % 2 === 0 ? 'ranker' : (model.split('/').at(-1) ?? '')}`,
    ),
  aliases: (models) => models.map((model) => `/api/v1/models/${model}/aliases`),
  signatures: (models) => models.map((model) => `/api/v1/models/${model}/versions/latest/signatures`),
  'names of many': () =>
    named.filter(({ length }) => length > 1).map((name) => `/api/v1/names?text=${name.slice(0, -1)}`),
  'names of few': () => Array.from({ length: 50 }, (_, i) => `/api/v1/names?text=feture_${i * 97}`),
};

/** What the checker answers. */
const checks: typeof reads = {
  reports: (models) => models.map((model) => `/api/v1/models/${model}/versions/latest/compatibility`),
  differences: (models) => models.map((model) => `/api/v1/models/${model}/diff?from=4&to=5`),
};

/**
 * Of a GET by id in the same run: for searches half of the answers within five times, all but one in a hundred within
 * twenty; for all other reads those within five.
 */
const aims = { search: { p50: 5, p99: 20 }, read: { p99: 5 } } as const;

interface Aim {
  readonly p50?: number;
  readonly p99?: number;
}

export const search: Benchmark = {
  name: 'search',
  about: `searching and reading ${scale.signatures} signatures of ${scale.versions} versions, beside a GET by id`,
  async measure(bench) {
    const kept = process.env['SIGCAT_BENCH_CATALOGUE'];
    const database = await startPostgres(bench, kept === undefined ? undefined : resolve(kept));
    await fillSignatures(bench, database, scale);
    const { url } = await startService(bench, 'query-api', database);
    const checker = await startService(bench, 'compat-checker', database);
    const load = (paths: readonly string[], clients: number, seconds = 3, at = url): Promise<Pace> =>
      runScript('get-load', {
        url: at,
        paths,
        connections: clients,
        seconds,
      } satisfies Getting) as Promise<Pace>;
    const models = Array.from({ length: 2_000 }, (_, i) =>
      addressOfModel(1 + ((i * 7) % (scale.models - 1))),
    );
    const gets = models.map((model) => `/api/v1/models/${model}/versions/latest`);
    const figures: Figure[] = [];
    const deep = await Promise.all(common.map((tensor) => deepPage(url, tensor)));
    await load(gets, 8);
    for (const clients of [1, 8]) {
      const bare = await load(gets, clients);
      const say = (name: string, pace: Pace, base?: Pace, aim: Aim = {}): void => {
        for (const metric of ['p50', 'p95', 'p99'] as const) {
          const value = pace[metric];
          figures.push({ case: `${name}, ${clients} at once`, metric: `time ${metric}`, value, unit: 'ms' });
          const atMost = metric === 'p95' ? undefined : aim[metric];
          if (base && atMost !== undefined) {
            figures.push({
              case: `${name} / GET, ${clients} at once`,
              metric,
              value: value / base[metric],
              unit: 'ratio',
              target: { atMost },
            });
          }
        }
      };
      say('GET by id', bare);
      for (const [name, queries] of Object.entries({ ...kinds, 'deep pages': deep })) {
        const paths = queries.map((query) => `/api/v1/search?${query}`);
        await load(paths, clients, 1);
        say(name, await load(paths, clients), bare, aims.search);
      }
      for (const [at, those] of [
        [url, reads],
        [checker.url, checks],
      ] as const) {
        for (const [name, pathsOf] of Object.entries(those)) {
          const paths = pathsOf(models);
          await load(paths, clients, 1, at);
          say(name, await load(paths, clients, 3, at), bare, aims.read);
        }
      }
    }
    return figures;
  },
};

/** Pages before the one that is measured. */
const depth = 20;

/** The query for a page far down the list. */
async function deepPage(url: string, tensor: string): Promise<string> {
  const query = `q=${encodeURIComponent(`(${tensor}, ...)`)}`;
  let at = '';
  for (let page = 0; page < depth; page++) {
    const answer = await fetch(`${url}/api/v1/search?${query}${at}`);
    const { next_page_token: token } = (await answer.json()) as { next_page_token?: string };
    if (token === undefined) break;
    at = `&page_token=${token}`;
  }
  return query + at;
}
