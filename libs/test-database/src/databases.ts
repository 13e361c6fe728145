import { Client, escapeIdentifier } from 'pg';

/** Creates a database, empty or like `template`, in which nobody may be meanwhile. */
export async function createDatabase(admin: string, name: string, template = 'template1'): Promise<void> {
  await run(admin, `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`);
}

/** Drops a database and ends the sessions in it. */
export async function dropDatabase(admin: string, name: string): Promise<void> {
  await run(admin, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
}

/** `url` with another database of the same server. */
export function urlOfDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
