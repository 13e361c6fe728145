import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Client } from 'pg';
import { type MigrateOptions } from './apply-migrations';
import { withClient } from './connection';
import { isJobSchemaApplied } from './job-schema';
import { MigrationError } from './migration-error';
import { readMigrations } from './migration-list';

/** What the process that migrates sends back. */
export type MigrationOutcome = { readonly applied: readonly string[] } | { readonly failure: string };

/**
 * Does what {@link applyMigrations} and {@link applyJobSchema} do, but leaves nothing of them in this process: a look at
 * the database says whether there is anything to do, and what there is to do is done in a process of its own.
 * The engine takes some 100 MB, which WebAssembly never gives back.
 * @throws MigrationError as {@link applyMigrations} does
 */
export async function migrate(options: MigrateOptions): Promise<readonly string[]> {
  const wanted = readMigrations(options.migrationsDir).migrationDirectories.map(({ path }) => path);
  const isDone = await withClient(
    options.url,
    async (client) => (await hasExactly(client, wanted)) && isJobSchemaApplied(client),
  );
  if (isDone) return [];
  return migrateInProcess(options);
}

async function hasExactly(client: Client, wanted: readonly string[]): Promise<boolean> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (tables[0]?.there !== true) return false;
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations
     WHERE rolled_back_at IS NULL`,
  );
  const finished = new Set(rows.filter((row) => row.finished).map((row) => row.name));
  return (
    finished.size === rows.length &&
    finished.size === wanted.length &&
    wanted.every((name) => finished.has(name))
  );
}

async function migrateInProcess(options: MigrateOptions): Promise<readonly string[]> {
  const child = fork(join(__dirname, 'migrate-process.js'), { execArgv: [] });
  const answer = Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => [{ failure: 'the process that migrates ended early' }]),
  ]);
  // The URL may hold a password: it travels where no other user can read it.
  child.send(options);
  const [outcome] = (await answer) as [MigrationOutcome];
  child.disconnect();
  if ('failure' in outcome) throw new MigrationError(outcome.failure);
  return outcome.applied;
}
