import { spawnSync } from 'node:child_process';
import { script } from '../harness/child';
import { type Benchmark } from '../harness/figure';
import { inMegabytes } from '../harness/process-memory';
import { cli, smallModel } from '../harness/servers';
import { percentile } from '../harness/statistics';

const repetitions = 25;
const weighings = 5;

export const show: Benchmark = {
  name: 'show',
  about: '`sigcat show` on a small model, the whole process, beside a Node that does nothing',
  measure() {
    const sigcat = [cli, 'show', smallModel];
    const nothing = ['-e', '0'];
    const times = { sigcat: [] as number[], nothing: [] as number[] };
    run(sigcat); // Builds it in a fresh checkout.
    for (let i = 0; i < repetitions; i++) {
      times.sigcat.push(run(sigcat).ms);
      times.nothing.push(run(nothing).ms);
    }
    const probe = ['--require', script('tell-peak')];
    const weigh = (words: readonly string[]): number =>
      Math.max(...Array.from({ length: weighings }, () => Number(run([...probe, ...words]).told) * 1_024));

    const ours = percentile(times.sigcat, 0.5);
    const bare = percentile(times.nothing, 0.5);
    return Promise.resolve([
      { case: 'sigcat show', metric: 'time p50', value: ours, unit: 'ms', target: { atMost: 250 } },
      { case: 'sigcat show', metric: 'time p95', value: percentile(times.sigcat, 0.95), unit: 'ms' },
      {
        case: 'sigcat show',
        metric: 'memory peak',
        value: inMegabytes(weigh(sigcat)),
        unit: 'MB',
        target: { atMost: 90 },
      },
      { case: 'node -e 0', metric: 'time p50', value: bare, unit: 'ms' },
      { case: 'node -e 0', metric: 'memory peak', value: inMegabytes(weigh(nothing)), unit: 'MB' },
      { case: 'sigcat show / node -e 0', metric: 'time p50', value: ours / bare, unit: 'ratio' },
    ]);
  },
};

function run(words: readonly string[]): { ms: number; told: string } {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8', timeout: 60_000 });
  const ms = performance.now() - begun;
  if (status !== 0) throw new Error(`node ${words.join(' ')}: ${stderr}`);
  return { ms, told: stderr };
}
