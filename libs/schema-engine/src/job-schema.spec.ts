import { afterEach, expect, it, jest } from '@jest/globals';
import { withClient } from './connection';
import { applyJobSchema, isJobSchemaApplied } from './job-schema';
import { ask, Scratch } from './testing/scratch';

jest.setTimeout(60_000);

const scratch = new Scratch();

afterEach(() => scratch.clean());

const isApplied = (url: string): Promise<boolean> => withClient(url, isJobSchemaApplied);

it('is applied once, and again only for another release of the library', async () => {
  const url = await scratch.database();
  expect(await isApplied(url)).toBe(false);
  await Promise.all([applyJobSchema(url), applyJobSchema(url)]);
  expect(await isApplied(url)).toBe(true);
  expect(await ask(url, `SELECT count(*) > 0 FROM pg_proc WHERE proname = 'add_job'`)).toEqual([true]);

  await ask(url, `COMMENT ON SCHEMA graphile_worker IS 'graphile-worker 0.0.1'`);
  expect(await isApplied(url)).toBe(false);
  await applyJobSchema(url);
  expect(await isApplied(url)).toBe(true);
});
