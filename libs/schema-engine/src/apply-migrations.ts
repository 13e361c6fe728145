import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { type Client } from 'pg';
import { withClient } from './connection';
import { everything, withEngine } from './engine';
import { MigrationError } from './migration-error';
import { readMigrations } from './migration-list';
import { messageOf } from './message-of';

/**
 * The advisory lock that is held while migrations are applied: the bytes of "sigcat" as a number.
 * PostgreSQL keeps advisory locks per database, so databases of one server do not wait for each other.
 */
export const migrationLockKey = 0x736967636174;

/** What to migrate, and to what. */
export interface MigrateOptions {
  /** A `postgresql://` URL that leads straight to the server: a lock of a session does not survive a pooler. */
  readonly url: string;
  /** The folder with the migrations, such as `prisma/migrations`. */
  readonly migrationsDir: string;
}

/**
 * Applies the migrations that the database lacks, and resolves to their names, oldest first. Any number
 * of processes may do this at once: they take turns, and all but the first find nothing left to do.
 * @throws MigrationError when one fails, when one failed before, or when the database has some that
 *   `migrationsDir` has not
 */
export function applyMigrations({ url, migrationsDir }: MigrateOptions): Promise<string[]> {
  return withClient(url, async (client) => {
    // The engine has a lock too, but gives up on it after 10 s, which a long migration exceeds.
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0');
    await client.query('SELECT pg_advisory_lock($1)', [migrationLockKey]);
    return withEngine(url, [], async (engine) => {
      const migrationsList = readMigrations(migrationsDir);
      await refuseForeignHistory(engine, migrationsList);
      try {
        const { appliedMigrationNames } = await engine.applyMigrations({
          migrationsList,
          filters: everything,
        });
        return [...appliedMigrationNames];
      } catch (error) {
        const failed = await failedMigration(client).catch(() => undefined);
        if (failed === undefined) throw new MigrationError(withoutTrace(messageOf(error)), error);
        throw new MigrationError(`migration ${failed} failed: ${withoutTrace(messageOf(error))}`, error);
      }
    });
  });
}

type MigrationList = ReturnType<typeof readMigrations>;

/** The engine itself applies migrations happily to a database of a newer program. */
async function refuseForeignHistory(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const { failedMigrationNames, history } = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: everything,
  });
  const [failed] = failedMigrationNames;
  if (failed !== undefined) {
    throw new MigrationError(
      `migration ${failed} was begun before and did not finish. See what it left behind, then run ` +
        `"npm run prisma -- migrate resolve" with --rolled-back ${failed} or --applied ${failed}`,
    );
  }
  if (history !== null && history.diagnostic !== 'databaseIsBehind') {
    throw new MigrationError(
      `the database has migrations that this program does not know: ` +
        `${history.unpersistedMigrationNames.join(', ')}. A newer version has been here; use that one`,
    );
  }
}

/** What PostgreSQL says, without the engine's words around it and the places in its own code after it. */
function withoutTrace(message: string): string {
  const [said = ''] = message.split(/\n\s+0: /);
  return said.replace(/^(external connector error|Error querying the database:|ERROR:|\s)+/, '').trim();
}

async function failedMigration(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NULL AND rolled_back_at IS NULL ORDER BY started_at DESC LIMIT 1`,
  );
  return rows[0]?.name;
}
