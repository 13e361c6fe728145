import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationAdapterFactory } from './adapter';
import { NoDatabase } from './no-database';
import { loadEngineModule } from './wasm';

/** Path and text of a Prisma schema file. */
export type SchemaFile = [path: string, text: string];

/** Nothing in the database is somebody else's. */
export const everything: SchemaFilter = { externalTables: [], externalEnums: [] };

/**
 * Prisma's schema engine while `use` runs, on the database at `url`, or with an empty one on none at all.
 * @throws what the engine or the driver throws, among others a DriverAdapterError
 */
export async function withEngine<T>(
  url: string,
  schema: readonly SchemaFile[],
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngineModule();
  const factory = url === '' ? new NoDatabase() : new MigrationAdapterFactory(url);
  try {
    const engine = await SchemaEngine.new(
      // "No schema" must be undefined: the engine takes an empty list for an invalid schema.
      { datamodels: schema.length > 0 ? [...schema] : undefined },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(factory),
    );
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await factory.close();
  }
}
