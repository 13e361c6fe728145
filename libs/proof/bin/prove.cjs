// `npm run prove -- [--pairs N] [--seed S]`: holds the laws of src/laws.spec.ts over many pairs of versions. Where one
// does not hold it prints the smallest such pair.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

const { values } = parseArgs({
  options: { pairs: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
if (![values.pairs, values.seed].every((text) => /^\d{1,9}$/.test(text)) || Number(values.pairs) === 0) {
  console.error('npm run prove -- [--pairs N] [--seed S]');
  process.exitCode = 2;
} else {
  const { status } = spawnSync(process.execPath, [require.resolve('jest/bin/jest'), 'src/laws.spec.ts'], {
    cwd: join(__dirname, '..'),
    env: { ...process.env, PROVE_PAIRS: values.pairs, PROVE_SEED: values.seed },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
