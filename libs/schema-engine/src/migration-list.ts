import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';

const lockfile = 'migration_lock.toml';
const script = 'migration.sql';

/** The migrations in a folder such as `prisma/migrations`, oldest first. A folder that is not there has none. */
export function readMigrations(folder: string): MigrationList {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir: folder,
    lockfile: { path: lockfile, content: readIfThere(join(folder, lockfile)) },
    shadowDbInitScript: '',
    migrationDirectories: names
      .filter((name) => existsSync(join(folder, name, script)))
      .sort() // Names begin with the time at which they were made.
      .map((name) => ({
        path: name,
        migrationFile: {
          path: script,
          content: { tag: 'ok', value: readFileSync(join(folder, name, script), 'utf8') },
        },
      })),
  };
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
