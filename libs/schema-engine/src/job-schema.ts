import { readFileSync } from 'node:fs';
import { type Client, escapeLiteral } from 'pg';
import { migrationLockKey } from './apply-migrations';
import { withClient } from './connection';

/** What the schema of the job library says of itself, once it is that of the library that is installed. */
function seal(): string {
  const { version } = JSON.parse(readFileSync(require.resolve('graphile-worker/package.json'), 'utf8')) as {
    readonly version: string;
  };
  return `graphile-worker ${version}`;
}

/** Whether {@link applyJobSchema} has nothing to do. The library itself would have to be loaded to tell. */
export async function isJobSchemaApplied(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ seal: string | null }>(
    `SELECT obj_description(to_regnamespace('graphile_worker'), 'pg_namespace') AS seal`,
  );
  return rows[0]?.seal === seal();
}

/** Brings the tables of the job library, in a schema of their own, up to date. Any number of processes may at once. */
export function applyJobSchema(url: string): Promise<void> {
  return withClient(url, async (client) => {
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [migrationLockKey]);
    if (await isJobSchemaApplied(client)) return;
    const { Logger, runMigrations } = await import('graphile-worker');
    const silent = new Logger(() => () => undefined);
    await runMigrations({ connectionString: url, maxPoolSize: 1, logger: silent });
    await client.query(`COMMENT ON SCHEMA graphile_worker IS ${escapeLiteral(seal())}`);
  });
}
