import { Logger, runMigrations } from 'graphile-worker';
import { migrationLockKey } from './apply-migrations';
import { withClient } from './connection';

const silent = new Logger(() => () => undefined);

/** Brings the tables of the job library, in a schema of their own, up to date. Any number of processes may at once. */
export function applyJobSchema(url: string): Promise<void> {
  return withClient(url, async (client) => {
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [migrationLockKey]);
    await runMigrations({ connectionString: url, maxPoolSize: 1, logger: silent });
  });
}
