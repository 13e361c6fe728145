// `npm run prove -- [--pairs N] [--seed S] [--processes P]`: holds the rules against calls over many pairs of versions
// (src/laws.spec.ts), by blocks of a seed each, so that the number of processes makes no difference to what is found.
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const { parseArgs } = require('node:util');

const pairsOfBlock = 5_000;

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    processes: { type: 'string', default: String(availableParallelism()) },
  },
});
const [pairs, seed, processes] = [values.pairs, values.seed, values.processes].map((text) =>
  /^\d{1,9}$/.test(text) ? Number(text) : NaN,
);
if (!(pairs > 0 && seed >= 0 && processes > 0)) {
  console.error('npm run prove -- [--pairs N] [--seed S] [--processes P]');
  process.exitCode = 2;
} else {
  prove();
}

async function prove() {
  const start = performance.now();
  const blocks = Array.from({ length: Math.ceil(pairs / pairsOfBlock) }, (_, i) => [
    seed + i,
    Math.min(pairsOfBlock, pairs - i * pairsOfBlock),
  ]);
  const tallies = new Map();
  let done = 0;
  const shares = Array.from({ length: Math.min(processes, blocks.length) }, (_, i) =>
    blocks.filter((_, block) => block % processes === i),
  );
  const statuses = await Promise.all(
    shares.map((share) =>
      proveShare(share, ({ pairs: more, found }) => {
        done += more;
        for (const { kind, pairs: count, text } of found) {
          const known = tallies.get(kind);
          if (known === undefined) console.error(`${kind}\n${text}\n`);
          tallies.set(kind, (known ?? 0) + count);
        }
        console.error(
          `${done} of ${pairs} pairs in ${seconds(start)} s, ${tallies.size} kinds of disagreement`,
        );
      }),
    ),
  );
  const seeds = `seeds ${seed} to ${seed + blocks.length - 1}`;
  console.log(`${done} pairs, ${seeds}, ${shares.length} processes, ${seconds(start)} s`);
  for (const [kind, count] of tallies) console.log(`${count} pairs: ${kind}`);
  if (tallies.size === 0 && done === pairs) console.log('no disagreement');
  process.exitCode = Math.max(...statuses);
}

/** Resolves to 1 where there are disagreements, or where blocks were not gone through. */
async function proveShare(share, onBlock) {
  const child = spawn(
    process.execPath,
    [require.resolve('jest/bin/jest'), '--runInBand', 'src/laws.spec.ts'],
    {
      cwd: join(__dirname, '..'),
      env: { ...process.env, PROVE_BLOCKS: JSON.stringify(share), PROVE_TO: '3' },
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const exit = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdio[3] })) onBlock(JSON.parse(line));
  const [status] = await exit;
  return status ?? 1;
}

function seconds(start) {
  return Math.round((performance.now() - start) / 1000);
}
