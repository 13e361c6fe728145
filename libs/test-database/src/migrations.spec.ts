import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { schemaDrift } from '@sigcat/schema-engine';
import { createTestDatabase } from './create-test-database';
import { workspaceRoot } from './workspace-root';

it('leads to the schema that Prisma has for its client', async () => {
  const { url, drop } = await createTestDatabase();
  const schemaFile = join(workspaceRoot(), 'prisma/schema.prisma');
  expect(await schemaDrift({ url, schemaFile })).toBe('');
  await drop();
});
