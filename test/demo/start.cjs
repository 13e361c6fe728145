// `npm run demo`: brings the build up to date, which takes a while only in a fresh clone, and tells the story.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '../dist/demo/main.js');

if (!existsSync(main)) console.log('Building Sigcat first, which takes about half a minute ...\n');
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [require.resolve('nx/bin/nx'), 'run-many', '-t', 'build', '-p', 'test', 'cli', 'sigcat'],
  { cwd: join(__dirname, '../..'), env: { ...process.env, NX_DAEMON: 'false' }, encoding: 'utf8' },
);
if (status === 0) {
  require(main);
} else {
  console.error(`${stdout ?? ''}${stderr ?? ''}`);
  process.exitCode = 1;
}
