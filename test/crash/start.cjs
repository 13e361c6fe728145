// `npm run crash`: brings the build up to date and kills servers.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [require.resolve('nx/bin/nx'), 'run-many', '-t', 'build', '-p', 'test', 'sigcat'],
  { cwd: join(__dirname, '../..'), env: { ...process.env, NX_DAEMON: 'false' }, encoding: 'utf8' },
);
if (status === 0) {
  require('../dist/crash/main.js');
} else {
  console.error(`${stdout ?? ''}${stderr ?? ''}`);
  process.exitCode = 1;
}
