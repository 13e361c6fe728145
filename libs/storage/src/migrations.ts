import { join } from 'node:path';
import { migrate as bringUpToDate } from '@sigcat/schema-engine';

/** The migrations beside the Prisma schema, at the top of the workspace. */
const migrationsDir = join(__dirname, '../../../prisma/migrations');

/** Brings the database up to this version's schema; resolves to the names of the migrations applied. */
export function migrate(url: string): Promise<readonly string[]> {
  return bringUpToDate({ url, migrationsDir });
}
