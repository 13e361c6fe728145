import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it, jest } from '@jest/globals';
import { findBinaries } from './binaries';
import { startEmbeddedPostgres } from './start-embedded-postgres';
import { ask, end, Workspace } from './testing/workspace';

jest.setTimeout(60_000);

const workspace = new Workspace();
const root = process.getuid?.() === 0;
const defaults = { database: 'sigcat', durable: false };

afterEach(() => workspace.clean());

async function start(options: { dir: string; port?: number; durable?: boolean }) {
  return workspace.keep(await startEmbeddedPostgres({ ...defaults, ...options }));
}

it('keeps what was written over a stop', async () => {
  const dir = workspace.folder();
  const first = await start({ dir, durable: true });
  expect(new URL(first.url).hostname).toBe('127.0.0.1');
  expect(first.dir).toBe(dir);
  await ask(first.url, "CREATE TABLE kept AS SELECT 'Grüße' AS text");
  await first.stop();
  await first.stop(); // Once more changes nothing.
  await expect(ask(first.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);

  const second = await start({ dir, durable: true });
  expect(await ask(second.url, 'SELECT text FROM kept')).toEqual(['Grüße']);
  expect(await ask(second.url, 'SHOW fsync')).toEqual(['on']);
});

it('orders text by code point, and knows letters that are not ASCII', async () => {
  const { url } = await start({ dir: workspace.folder() });
  expect(await ask(url, "SELECT x FROM unnest(ARRAY['a', 'B', 'ä', 'z']) x ORDER BY x")).toEqual([
    'B',
    'a',
    'z',
    'ä',
  ]);
  expect(await ask(url, "SELECT upper('ä')")).toEqual(['Ä']);
  expect(await ask(url, 'SHOW server_encoding')).toEqual(['UTF8']);
  expect(await ask(url, 'SHOW fsync')).toEqual(['off']);
});

it('asks for the password', async () => {
  const url = new URL((await start({ dir: workspace.folder() })).url);
  url.password = 'guess';
  await expect(ask(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

it('runs twice at once on different folders', async () => {
  const servers = await Promise.all([start({ dir: workspace.folder() }), start({ dir: workspace.folder() })]);
  const ports = await Promise.all(servers.map(({ url }) => ask(url, 'SHOW port')));
  expect(new Set(ports.flat()).size).toBe(2);
});

it('stops the server that a killed process left behind', async () => {
  const dir = workspace.folder();
  const { runner, said } = await workspace.startElsewhere({ ...defaults, dir, durable: true });
  const { url = '', pid = 0 } = said;
  await ask(url, 'CREATE TABLE kept AS SELECT 1 AS number');
  await end(runner, 'SIGKILL');
  expect(await ask(url, 'SELECT number FROM kept')).toEqual([1]); // Nobody told it.

  const second = await start({ dir, port: Number(new URL(url).port), durable: true });
  expect(second.pid).not.toBe(pid);
  expect(await ask(second.url, 'SELECT number FROM kept')).toEqual([1]);
});

it('starts again after the server itself was killed', async () => {
  const dir = workspace.folder();
  const first = await start({ dir, durable: true });
  await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS number');
  process.kill(first.pid, 'SIGKILL');

  const second = await start({ dir, durable: true });
  expect(await ask(second.url, 'SELECT number FROM kept')).toEqual([1]);
  await first.stop(); // Has nothing to stop any more.
});

it('is not put off by a process that has come by the number of the killed one', async () => {
  const dir = workspace.folder();
  await (await start({ dir })).stop();
  const stranger = await workspace.startElsewhere({ ...defaults, dir: workspace.folder() });
  writeFileSync(join(dir, 'postmaster.pid'), `${stranger.runner.pid ?? 0}\n${dir}\n`);

  const second = await start({ dir });
  expect(await ask(second.url, 'SELECT 1')).toEqual([1]);
  expect(stranger.runner.exitCode).toBeNull();
});

it('leaves a server alone that is in use', async () => {
  const dir = workspace.folder();
  const first = await start({ dir });
  await expect(startEmbeddedPostgres({ ...defaults, dir })).rejects.toThrow(
    `a PostgreSQL (process ${first.pid}) already runs on ${dir}, started by process ${process.pid}`,
  );
  expect(await ask(first.url, 'SELECT 1')).toEqual([1]);
});

it('says when the port is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(startEmbeddedPostgres({ ...defaults, dir: workspace.folder(), port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken by another program`,
  );
  other.close();
});

it('says when the data is of another version, or no data', async () => {
  const old = workspace.folder();
  mkdirSync(old);
  writeFileSync(join(old, 'PG_VERSION'), '12\n');
  await expect(startEmbeddedPostgres({ ...defaults, dir: old })).rejects.toThrow(
    /is of PostgreSQL 12, but this is PostgreSQL \d+/,
  );
  const other = workspace.folder();
  mkdirSync(other);
  writeFileSync(join(other, 'thesis.txt'), '');
  await expect(startEmbeddedPostgres({ ...defaults, dir: other })).rejects.toThrow('no data of PostgreSQL');
});

it('says when there are no binaries for the platform', () => {
  expect(() => findBinaries({}, 'plan9-mips')).toThrow(
    'the package @embedded-postgres/plan9-mips is not installed',
  );
});

(root ? it : it.skip)('moves what is hidden from the user that it runs as', async () => {
  const parent = workspace.folder();
  mkdirSync(parent);
  chmodSync(parent, 0o700);
  const dir = join(parent, 'data');
  const first = await start({ dir });
  expect(first.dir).not.toBe(dir);
  expect(existsSync(dir)).toBe(false);
  await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS number');
  await first.stop();
  const second = await start({ dir });
  expect(second.dir).toBe(first.dir);
  expect(await ask(second.url, 'SELECT number FROM kept')).toEqual([1]);
});

(root ? it : it.skip)('runs as an ordinary user, and for root as the owner of the data', async () => {
  const parent = workspace.folder();
  const uid = 1; // On every system, as `daemon`; initdb wants one with a name.
  mkdirSync(parent, { mode: 0o777 });
  chmodSync(parent, 0o777);
  const dir = join(parent, 'data');
  const { runner, said } = await workspace.startElsewhere({ ...defaults, dir }, uid);
  expect(said.error).toBeUndefined();
  expect(statSync(dir).uid).toBe(uid);
  await end(runner, 'SIGKILL');

  const second = await start({ dir });
  expect(await ask(second.url, 'SELECT 1')).toEqual([1]);
  expect(statSync(`/proc/${second.pid}`).uid).toBe(uid);
  await second.stop();

  const third = await workspace.startElsewhere({ ...defaults, dir }, uid + 1);
  expect(third.said.error).toMatch(/EACCES|belongs to user 1, but PostgreSQL would run as user 2/);
});
