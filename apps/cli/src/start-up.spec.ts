import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { fraud } from './testing/models';
import { runNode } from './testing/sigcat-process';

const main = join(__dirname, '../dist/main.js');

/** What a command has loaded when it ends, and the memory it has had at most. */
async function cost(...words: readonly string[]): Promise<{ modules: string; megabytes: number }> {
  const script = `
    process.argv.splice(1, 0, ${JSON.stringify(main)});
    require(${JSON.stringify(main)});
    process.on('exit', () => process.stderr.write(JSON.stringify({
      modules: Object.keys(require.cache).join('\\n'),
      megabytes: process.resourceUsage().maxRSS / 1024,
    })));`;
  const { err, code } = await runNode(['-e', script, '--', ...words]);
  expect(code).toBe(0);
  return JSON.parse(err) as { modules: string; megabytes: number };
}

it('loads what showing a model takes, and no more', async () => {
  const { modules, megabytes } = await cost('show', fraud(1));
  expect(modules).toContain(join('formats', 'dist'));
  for (const heavy of [
    'zod',
    'yaml',
    'yauzl',
    join('libs', 'client'),
    join('libs', 'contracts'),
    join('libs', 'compat'),
  ]) {
    expect(modules).not.toContain(heavy);
  }
  expect(megabytes).toBeLessThan(90);
});

it('never loads the schemas of the API', async () => {
  const { modules } = await cost('diff', fraud(1), fraud(2), '--fail-on', 'never');
  expect(modules).not.toContain('zod');
  expect(modules).not.toContain(join('libs', 'client'));
});
