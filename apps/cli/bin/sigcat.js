#!/usr/bin/env node
// The command line. In a fresh checkout it is built when it is first called.
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '../dist/main.js');
if (existsSync(main) || build()) require(main);

function build() {
  process.stderr.write('Building sigcat, once ...\n');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [require.resolve('nx/bin/nx'), 'build', 'cli'],
    {
      cwd: join(__dirname, '../../..'),
      env: { ...process.env, NX_DAEMON: 'false' }, // It would outlive the command.
      encoding: 'utf8',
    },
  );
  if (status === 0) return true;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  process.exitCode = 4;
  return false;
}
