import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, dropDatabase, urlOfDatabase, withClient } from '../connection';

/** Empty databases and folders with migrations for a spec, removed by `clean`. */
export class Scratch {
  private readonly databases: string[] = [];
  private readonly folders: string[] = [];

  /** The URL of a new empty database on the server that Jest started. */
  async database(): Promise<string> {
    // Not by @sigcat/test-database, which itself is made of this library.
    const server = process.env['SIGCAT_TEST_DATABASE'];
    if (server === undefined) throw new Error('there is no test database');
    const url = urlOfDatabase(server, `test_${randomUUID()}`);
    await createDatabase(url);
    this.databases.push(url);
    return url;
  }

  /** A folder with these migrations, by name. */
  migrations(scripts: Record<string, string>): string {
    const folder = this.folder();
    writeFileSync(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
    for (const [name, sql] of Object.entries(scripts)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'migration.sql'), sql);
    }
    return folder;
  }

  /** A Prisma schema file with these models. */
  schema(models: string): string {
    const file = join(this.folder(), 'schema.prisma');
    writeFileSync(file, `datasource db {\n  provider = "postgresql"\n}\n\n${models}`);
    return file;
  }

  async clean(): Promise<void> {
    await Promise.all(this.databases.splice(0).map(dropDatabase));
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }

  private folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'sigcat-spec-'));
    this.folders.push(folder);
    return folder;
  }
}

/** The first column of what a query gives. */
export function ask(url: string, sql: string): Promise<unknown[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.map((row) => Object.values(row)[0]);
  });
}
