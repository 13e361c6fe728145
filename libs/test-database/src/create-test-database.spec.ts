import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase } from './create-test-database';
import { workspaceRoot } from './workspace-root';

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

it('has every migration', async () => {
  const { url, drop } = await createTestDatabase();
  const folder = join(workspaceRoot(), 'prisma/migrations');
  const migrations = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const applied = await ask(url, 'SELECT migration_name FROM _prisma_migrations ORDER BY 1');
  expect(applied).toEqual(migrations.map(({ name }) => name).sort());
  await drop();
});

it('gives each suite its own, several at once', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await ask(one.url, 'CREATE TABLE mine ()');
  expect(await ask(two.url, "SELECT to_regclass('mine')")).toEqual([null]);
  await Promise.all([one.drop(), two.drop()]);
});

it('drops a database that is still in use', async () => {
  const { url, drop } = await createTestDatabase();
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined); // It will be cut off.
  await client.connect();
  await drop();
  await expect(ask(url, 'SELECT 1')).rejects.toThrow('does not exist');
});
