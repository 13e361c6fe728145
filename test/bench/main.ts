import { parseArgs } from 'node:util';
import { alerts } from './cases/alerts';
import { check } from './cases/check';
import { compareModels } from './cases/compare';
import { memory } from './cases/memory';
import { publish } from './cases/publish';
import { query } from './cases/query';
import { readSignatures } from './cases/read-signatures';
import { search } from './cases/search';
import { show } from './cases/show';
import { upload } from './cases/upload';
import { Workplace } from './harness/context';
import { type Benchmark, misses } from './harness/figure';
import { table } from './harness/table';

const benchmarks: readonly Benchmark[] = [
  readSignatures,
  upload,
  show,
  compareModels,
  publish,
  query,
  search,
  check,
  alerts,
  memory,
];

const usage = `npm run bench -- [NAME ...] [--json] [--cpu-prof FOLDER]
${benchmarks.map(({ name, about }) => `  ${name.padEnd(16)} ${about}\n`).join('')}`;

/** Runs the benchmarks of these names, or all. What they find is reported and never fails. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'cpu-prof': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !benchmarks.some((one) => one.name === name));
  if (values.help || unknown.length > 0) {
    process.stdout.write(usage);
    process.exitCode = unknown.length > 0 ? 2 : 0;
    return;
  }
  for (const benchmark of benchmarks) {
    if (positionals.length === 0 || positionals.includes(benchmark.name)) {
      await run(benchmark, values.json, values['cpu-prof']);
    }
  }
}

async function run(benchmark: Benchmark, json: boolean, profiles: string | undefined): Promise<void> {
  const { name, about } = benchmark;
  process.stderr.write(`${name}: ${about}\n`);
  const workplace = new Workplace(profiles);
  const interrupted = (): void => {
    void workplace.close().then(() => process.exit(130));
  };
  for (const signal of signals) process.once(signal, interrupted);
  try {
    // What this machine cannot tell is left out: memory away from Linux, openssl where there is none.
    const figures = (await benchmark.measure(workplace)).filter(({ value }) => Number.isFinite(value));
    if (json) {
      for (const { case: one, metric, value, unit } of figures) {
        process.stdout.write(`${JSON.stringify({ bench: name, case: one, metric, value, unit })}\n`);
      }
    } else {
      const missed = figures.filter(misses).length;
      process.stdout.write(`${name}\n${table(figures)}`);
      if (missed > 0) process.stdout.write(`  ${missed} of ${name}'s targets missed\n`);
    }
  } finally {
    await workplace.close();
    for (const signal of signals) process.off(signal, interrupted);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
