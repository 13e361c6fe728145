import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { dataFolder, removeAbandoned } from './data-folder';

it('removes what processes that are gone have left, and nothing else', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'sigcat-spec-'));
  const gone = dataFolder(spawnSync(process.execPath, ['--version']).pid, parent);
  const running = dataFolder(process.ppid, parent);
  const foreign = join(parent, 'other');
  const unnumbered = join(parent, 'sigcat-test-ulwrEa');
  for (const folder of [gone, running, foreign, unnumbered]) mkdirSync(folder);

  const stopLeftover = jest.fn((dir: string) => Promise.resolve(dir));
  await removeAbandoned(stopLeftover, parent);
  expect(stopLeftover).toHaveBeenCalledWith(gone);
  expect(readdirSync(parent).sort()).toEqual(['other', basename(running), basename(unnumbered)].sort());
  rmSync(parent, { recursive: true });
});
