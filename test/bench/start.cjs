// `npm run bench`: brings the build up to date and runs the benchmarks.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [require.resolve('nx/bin/nx'), 'run-many', '-t', 'build', '-p', 'test', 'cli', 'sigcat'],
  { cwd: join(__dirname, '../..'), env: { ...process.env, NX_DAEMON: 'false' }, encoding: 'utf8' },
);
if (status === 0) {
  require('../dist/bench/main.js');
} else {
  console.error(`${stdout ?? ''}${stderr ?? ''}`);
  process.exitCode = 1;
}
