import { afterEach, expect, it } from '@jest/globals';
import { applyMigrations } from './apply-migrations';
import { schemaDrift } from './schema-drift';
import { Scratch } from './testing/scratch';

const scratch = new Scratch();

afterEach(() => scratch.clean());

async function migrated(): Promise<string> {
  const url = await scratch.database();
  const migrationsDir = scratch.migrations({
    '1_model': `CREATE TABLE model (id int PRIMARY KEY, tags text[] NOT NULL, CHECK (id > 0));
      CREATE INDEX model_tags ON model USING gin (tags);`,
  });
  await applyMigrations({ url, migrationsDir });
  return url;
}

it('is empty when schema and database agree', async () => {
  const schemaFile = scratch.schema(
    'model model {\n  id Int @id\n  tags String[]\n\n  @@index([tags], type: Gin, map: "model_tags")\n}\n',
  );
  expect(await schemaDrift({ url: await migrated(), schemaFile })).toBe('');
});

it('says how to get from the database to the schema', async () => {
  const schemaFile = scratch.schema('model model {\n  id Int @id\n  name String?\n}\n');
  const drift = await schemaDrift({ url: await migrated(), schemaFile });
  expect(drift).toContain('ADD COLUMN     "name" TEXT');
  expect(drift).toContain('DROP COLUMN "tags"');
});

it('says what is wrong with the schema', async () => {
  const schemaFile = scratch.schema('model model {\n  id Whatever @id\n}\n');
  await expect(schemaDrift({ url: await migrated(), schemaFile })).rejects.toThrow('Whatever');
});
