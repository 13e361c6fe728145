import { afterEach, expect, it, jest } from '@jest/globals';
import { applyMigrations } from './apply-migrations';
import { ask, Scratch } from './testing/scratch';

jest.setTimeout(60_000);

const scratch = new Scratch();

afterEach(() => scratch.clean());

const models = { '1_model': 'CREATE TABLE model (id int PRIMARY KEY);' };
const names = { '2_name': 'ALTER TABLE model ADD COLUMN name text;' };

it('applies what the database lacks, in order', async () => {
  const url = await scratch.database();
  const older = scratch.migrations(models);
  expect(await applyMigrations({ url, migrationsDir: older })).toEqual(['1_model']);
  expect(await applyMigrations({ url, migrationsDir: older })).toEqual([]);

  const newer = scratch.migrations({ ...names, ...models });
  expect(await applyMigrations({ url, migrationsDir: newer })).toEqual(['2_name']);
  expect(
    await ask(
      url,
      "SELECT count(*)::int FROM pg_attribute WHERE attname = 'name' AND attrelid = 'model'::regclass",
    ),
  ).toEqual([1]);
});

it('takes an empty folder, and none at all', async () => {
  const url = await scratch.database();
  expect(await applyMigrations({ url, migrationsDir: scratch.migrations({}) })).toEqual([]);
  expect(await applyMigrations({ url, migrationsDir: '/nowhere' })).toEqual([]);
});

it('leaves semicolons in function bodies alone', async () => {
  const url = await scratch.database();
  const migrationsDir = scratch.migrations({
    '1_function': `CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$
      BEGIN PERFORM 1; RETURN 2; END $$;
      COMMENT ON FUNCTION two IS 'one; two';`,
  });
  await applyMigrations({ url, migrationsDir });
  expect(await ask(url, 'SELECT two()')).toEqual([2]);
});

it('may run several times at once', async () => {
  const url = await scratch.database();
  const migrationsDir = scratch.migrations({ ...models, '2_slow': 'SELECT pg_sleep(0.5);' });
  const all = await Promise.all(Array.from({ length: 5 }, () => applyMigrations({ url, migrationsDir })));
  expect(all.flat()).toEqual(['1_model', '2_slow']);
  expect(await ask(url, 'SELECT migration_name FROM _prisma_migrations ORDER BY 1')).toEqual([
    '1_model',
    '2_slow',
  ]);
});

it('waits for another one longer than the engine itself would', async () => {
  const url = await scratch.database();
  const migrationsDir = scratch.migrations({ '1_slow': 'SELECT pg_sleep(11);' });
  const all = await Promise.all([1, 2].map(() => applyMigrations({ url, migrationsDir })));
  expect(all.flat()).toEqual(['1_slow']);
});

it('names the migration that fails, says why, and undoes what it began', async () => {
  const url = await scratch.database();
  const migrationsDir = scratch.migrations({
    ...models,
    '2_half': 'CREATE TABLE half (); SELECT 1 / 0;',
    '3_more': 'SELECT 1;',
  });
  await expect(applyMigrations({ url, migrationsDir })).rejects.toMatchObject({
    name: 'MigrationError',
    message: expect.stringMatching(/^migration 2_half failed: division by zero/),
  });
  expect(await ask(url, "SELECT to_regclass('model') IS NOT NULL AND to_regclass('half') IS NULL")).toEqual([
    true,
  ]);

  await expect(applyMigrations({ url, migrationsDir })).rejects.toThrow(
    /^migration 2_half was begun before and did not finish.*--rolled-back 2_half or --applied 2_half/,
  );
});

it('refuses a database that a newer version has been at', async () => {
  const url = await scratch.database();
  await applyMigrations({ url, migrationsDir: scratch.migrations({ ...models, ...names }) });
  await expect(applyMigrations({ url, migrationsDir: scratch.migrations(models) })).rejects.toThrow(
    'the database has migrations that this program does not know: 2_name.',
  );
  // Also when it lacks some itself.
  await expect(
    applyMigrations({ url, migrationsDir: scratch.migrations({ ...models, '2_other': 'SELECT 1;' }) }),
  ).rejects.toThrow('does not know: 2_name.');
});

it('says when there is no server', async () => {
  await expect(
    applyMigrations({ url: 'postgresql://nobody@127.0.0.1:1/none', migrationsDir: '/nowhere' }),
  ).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1');
});
