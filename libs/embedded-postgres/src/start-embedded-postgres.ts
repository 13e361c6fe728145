import { setTimeout as wait } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { findBinaries } from './binaries';
import { checkData, hasData, placeData } from './data-directory';
import { initialise, readPassword, superuser } from './initialise';
import { stopLeftover } from './leftover';
import { freePort } from './port';
import { startServer, StartError, type Server, type ServerOptions } from './server';

/** What to start. */
export interface EmbeddedPostgresOptions {
  /** The data directory; made when it is not there. */
  readonly dir: string;
  /** A port of 127.0.0.1; any free one by default. */
  readonly port?: number | undefined;
  /** A database to create when it is not there. */
  readonly database: string;
  /** Whether what is committed outlives a crash of the machine. False is for tests, and several times as fast. */
  readonly durable: boolean;
}

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** Leads to the database, as a superuser, with the password in it. */
  readonly url: string;
  /** Where the data really is: elsewhere than asked for when PostgreSQL's user could not look in there. */
  readonly dir: string;
  /** The main process of the server. */
  readonly pid: number;
  /** Ends the sessions and shuts down; may be called more than once. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the PostgreSQL that npm brought along, on 127.0.0.1 only. It goes on with the data of an earlier
 * start, and first stops the server that a killed process left behind there. As root it runs as `nobody`.
 * @throws Error when there are no binaries for this platform, the port is taken, the data is of another
 *   major version, or another process has started a server there that still runs
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { database, durable, port } = options;
  const place = placeData(options.dir);
  const binaries = findBinaries(place.user);
  if (!hasData(place.dir)) initialise(binaries, place, durable);
  checkData(place, binaries.major);

  const strangerPid = await stopLeftover(place.dir);
  const started = await startOnPort({ ...place, binaries, durable, strangerPid }, port);
  try {
    const url = new URL(`postgresql://127.0.0.1:${started.port}`);
    url.username = superuser;
    url.password = readPassword(place.dir);
    await createDatabase(urlOf(url, 'postgres'), database);
    const { pid, stop } = started.server;
    return { url: urlOf(url, database), dir: place.dir, pid, stop };
  } catch (error) {
    await started.server.stop();
    throw error;
  }
}

/** A port that was free a moment ago may be taken now, and what a crash left may need a moment to go. */
async function startOnPort(
  options: Omit<ServerOptions, 'port'>,
  wanted: number | undefined,
): Promise<{ port: number; server: Server }> {
  for (let tries = 1; ; tries++) {
    const port = await freePort(wanted);
    try {
      return { port, server: await startServer({ ...options, port }) };
    } catch (error) {
      if (!(error instanceof StartError) || !mayPass(error) || tries === 20) throw error;
      await wait(250);
    }
  }
}

function mayPass({ log }: StartError): boolean {
  return log.includes('could not bind') || log.includes('shared memory block');
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function urlOf(server: URL, database: string): string {
  const url = new URL(server);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}
