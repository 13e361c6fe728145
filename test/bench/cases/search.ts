import { runScript } from '../harness/child';
import { type Benchmark, type Figure } from '../harness/figure';
import { type Pace } from '../harness/in-parallel';
import { startPostgres, startService } from '../harness/servers';
import { fillSignatures, type Scale } from '../models/signature-catalogue';
import { type Getting } from './query';

/** `SIGCAT_BENCH_SIGNATURES=1000000` for the size that the aims are set for; that takes half an hour. */
const signatures = Number(process.env['SIGCAT_BENCH_SIGNATURES'] ?? 100_000);
const scale: Scale = { signatures, versions: signatures * 5, models: signatures / 4 };

const narrow = [
  'image: float32[?,224,224,3]',
  'input_ids: int64[?,512]',
  'x: string[1000]',
  'float32[?,299,299,3]',
];
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
    (_, i) => `drop_in_for=default/model-${5 * (i + 1)}@latest&transport=tensor`,
  ),
  filtered: common.map(
    (tensor, i) =>
      `q=${encodeURIComponent(`(${tensor}, ...)`)}&filter=${encodeURIComponent(`model = model-${i + 1}`)}`,
  ),
  'filtered broadly': common.map(
    (tensor) =>
      `q=${encodeURIComponent(`(${tensor}, ...)`)}&filter=${encodeURIComponent('namespace = payments')}`,
  ),
  'all versions': common.map((tensor) => `versions=all&q=${encodeURIComponent(`(${tensor}, ...)`)}`),
  none: [`q=${encodeURIComponent('(image: string[?,224,224,3]) -> (nothing_like_it: float32)')}`],
};

/** Of a GET by id in the same run: half of the answers within five times, all but one in a hundred within twenty. */
const aims = { p50: 5, p99: 20 };

export const search: Benchmark = {
  name: 'search',
  about: `searching ${scale.signatures} signatures of ${scale.versions} versions, beside a GET by id`,
  async measure(bench) {
    const database = await startPostgres(bench);
    await fillSignatures(bench, database, scale);
    const { url } = await startService(bench, 'query-api', database);
    const load = (paths: readonly string[], clients: number, seconds = 3): Promise<Pace> =>
      runScript('get-load', { url, paths, connections: clients, seconds } satisfies Getting) as Promise<Pace>;
    const gets = Array.from({ length: 2_000 }, (_, i) => {
      const model = 1 + ((i * 7) % (scale.models - 1));
      return `/api/v1/models/${['default', 'payments', 'vision', 'text', 'ads'][(model * model) % 5] ?? ''}/model-${model}/versions/latest`;
    });
    const figures: Figure[] = [];
    await load(gets, 8);
    for (const clients of [1, 8]) {
      const bare = await load(gets, clients);
      const say = (name: string, pace: Pace, base?: Pace): void => {
        for (const metric of ['p50', 'p99'] as const) {
          const value = pace[metric];
          figures.push({ case: `${name}, ${clients} at once`, metric: `time ${metric}`, value, unit: 'ms' });
          if (base) {
            const ratio = value / base[metric];
            figures.push({
              case: `${name} / GET, ${clients} at once`,
              metric,
              value: ratio,
              unit: 'ratio',
              target: { atMost: aims[metric] },
            });
          }
        }
      };
      say('GET by id', bare);
      for (const [name, queries] of Object.entries(kinds)) {
        const paths = queries.map((query) => `/api/v1/search?${query}`);
        await load(paths, clients, 1);
        say(name, await load(paths, clients), bare);
      }
    }
    return figures;
  },
};
