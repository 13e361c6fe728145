import { join } from 'node:path';
import { applyMigrations } from '@sigcat/schema-engine';

/** The migrations beside the Prisma schema, at the top of the workspace. */
export const migrationsDir = join(__dirname, '../../../prisma/migrations');

/** Brings the database up to this version's schema; resolves to the names of the migrations applied. */
export function migrate(url: string): Promise<string[]> {
  return applyMigrations({ url, migrationsDir });
}
