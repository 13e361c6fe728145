import { Client, escapeIdentifier } from 'pg';

/** Runs `use` on a connection of its own, and closes that whatever comes. */
export async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  // A connection that breaks while nothing is asked of it must not end the process: the next query says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/**
 * Creates the database that `url` names; resolves to its name.
 * @throws a pg DatabaseError, among others `42P04` when there is one already
 */
export async function createDatabase(url: string): Promise<string> {
  const name = databaseName(url);
  await withClient(urlOfDatabase(url, 'postgres'), (admin) =>
    admin.query(`CREATE DATABASE ${escapeIdentifier(name)}`),
  );
  return name;
}

/** Drops the database that `url` names, if it is there, and the sessions in it. */
export async function dropDatabase(url: string): Promise<void> {
  const name = databaseName(url);
  await withClient(urlOfDatabase(url, 'postgres'), (admin) =>
    admin.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** `url` with another database of the same server. */
export function urlOfDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
