import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from '../harness/child';
import { type Benchmark } from '../harness/figure';
import { forgetPeak, inMegabytes, residentMemory } from '../harness/process-memory';
import { startBare, startPostgres, startService } from '../harness/servers';
import { median } from '../harness/statistics';

/** What the script `send-model` is to do. */
export interface Sending {
  readonly url: string;
  readonly size: number;
  /** Makes the model another one. */
  readonly seed: number;
}

const size = 2 ** 30;
const repetitions = 6;

export const upload: Benchmark = {
  name: 'upload',
  about: 'a SavedModel of 1 GiB over loopback, beside a bare server that hashes, writes and syncs it',
  async measure(bench) {
    const database = await startPostgres(bench);
    const sigcat = await startService(bench, 'upload-api', database);
    const bareFolder = join(bench.folder, 'bare');
    const bare = await startBare(bench, 'bare-upload', { BENCH_FOLDER: bareFolder });
    const speeds = { sigcat: [] as number[], bare: [] as number[] };
    const send = async (url: string, seed: number): Promise<number> => {
      const sending: Sending = { url, size, seed };
      const { seconds } = (await runScript('send-model', sending)) as { seconds: number };
      return inMegabytes(size) / seconds;
    };

    // A small one first: what a server loads for its first upload is not the price of a large one.
    const publish = `${sigcat.url}/api/v1/models/default/large/versions`;
    await runScript('send-model', { url: publish, size: 1e6, seed: 0 } satisfies Sending);
    const before = residentMemory(sigcat.pid).now;
    forgetPeak(sigcat.pid);
    const turns = [
      async (seed: number) => speeds.bare.push(await send(bare.url, seed)),
      async (seed: number) => speeds.sigcat.push(await send(publish, seed)),
    ];
    for (let seed = 1; seed <= repetitions; seed++) {
      bench.say(`upload ${seed} of ${repetitions} ...`);
      // Who comes second meets a disk that is busy with the first.
      for (const turn of seed % 2 === 0 ? turns : turns.toReversed()) await turn(seed);
      for (const folder of [bareFolder, join(bench.folder, 'data/artifacts')]) empty(folder);
    }
    const growth = residentMemory(sigcat.pid).peak - before;

    const [ours, theirs] = [median(speeds.sigcat), median(speeds.bare)];
    return [
      { case: 'Sigcat', metric: 'speed', value: ours, unit: 'MB/s' },
      {
        case: 'Sigcat',
        metric: 'memory growth',
        value: inMegabytes(growth),
        unit: 'MB',
        target: { atMost: inMegabytes(64 * 2 ** 20) },
      },
      { case: 'bare server', metric: 'speed', value: theirs, unit: 'MB/s' },
      {
        case: 'Sigcat / bare server',
        metric: 'speed',
        value: ours / theirs,
        unit: 'ratio',
        target: { atLeast: 0.8 },
      },
    ];
  },
};

function empty(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}
