import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Database, type Statement } from './database';

const settings = { poolSize: 4, statementTimeoutMs: 500, connectTimeoutMs: 500 };
let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({ url: test.url, ...settings });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const count = async (): Promise<number> => (await database.run({ text: 'SELECT FROM model' })).length;

describe('a transaction', () => {
  it('writes nothing when its work throws', async () => {
    const before = await count();
    const work = database.transaction(async (connection) => {
      await connection.run({ text: `INSERT INTO model (namespace, name) VALUES ('n', 'lost')` });
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await count()).toBe(before);
  });

  it('is tried again when PostgreSQL asks for that', async () => {
    let tries = 0;
    const result = await database.transaction(async (connection) => {
      await connection.run({ text: `INSERT INTO model (namespace, name) VALUES ('n', 'again')` });
      if (++tries < 3) await connection.run(raising('40001'));
      return tries;
    });
    expect(result).toBe(3);
    expect(await database.run({ text: `SELECT FROM model WHERE name = 'again'` })).toHaveLength(1);
  });

  it('fails with what its user can do, when PostgreSQL asks for that too often', async () => {
    let tries = 0;
    const work = database.transaction(async (connection) => {
      tries++;
      await connection.run(raising('40P01'));
    });
    await expect(work).rejects.toMatchObject({ code: 'database-unavailable' });
    expect(tries).toBe(5);
  });

  it('fails, and nothing else does, when its connection is cut between two statements', async () => {
    const work = database.transaction(async (connection) => {
      const [own] = await connection.run<{ pid: number }>({ text: 'SELECT pg_backend_pid() AS pid' });
      await database.run({ text: 'SELECT pg_terminate_backend($1)' }, [own?.pid]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await connection.run({ text: 'SELECT 1' });
    });
    await expect(work).rejects.toMatchObject({ code: 'database-unavailable' });
    await expect(database.check()).resolves.toBeUndefined();
  });

  it('can be one that cannot write', async () => {
    const work = database.transaction((connection) => connection.run({ text: 'DELETE FROM event' }), {
      readOnly: true,
    });
    await expect(work).rejects.toMatchObject({ code: '25006' });
  });
});

describe('the database', () => {
  it('is closed when what is under way is done, or has had its time', async () => {
    const patient = new Database({ url: test.url, ...settings, statementTimeoutMs: 30_000 });
    const done = patient.run({ text: 'SELECT pg_sleep(0.3)' });
    const closed = patient.close(10_000);
    await expect(done).resolves.toHaveLength(1);
    await closed;

    const hasty = new Database({ url: test.url, ...settings, statementTimeoutMs: 30_000 });
    const cut = expect(hasty.run({ text: 'SELECT pg_sleep(20)' })).rejects.toMatchObject({
      code: 'database-unavailable',
    });
    const work = hasty.transaction((connection) => connection.run({ text: 'SELECT pg_sleep(20)' }));
    const cutToo = expect(work).rejects.toMatchObject({ code: 'database-unavailable' });
    const start = performance.now();
    await hasty.close(200);
    await Promise.all([cut, cutToo]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('gives a statement up that takes too long', async () => {
    await expect(database.run({ text: 'SELECT pg_sleep(5)' })).rejects.toMatchObject({
      code: 'database-unavailable',
      detail: 'The database took too long to answer.',
    });
  });

  it('is said to be unavailable when nobody answers, by Prisma too', async () => {
    const gone = new Database({ url: 'postgresql://127.0.0.1:1/none', ...settings });
    await expect(gone.check()).rejects.toMatchObject({ code: 'database-unavailable' });
    await expect(gone.transaction(() => Promise.resolve())).rejects.toMatchObject({
      code: 'database-unavailable',
    });
    await expect(gone.ask((prisma) => prisma.model.count())).rejects.toMatchObject({
      code: 'database-unavailable',
    });
    await gone.close();
  });

  it('goes on after its connections were cut', async () => {
    await Promise.all(Array.from({ length: 4 }, () => database.run({ text: 'SELECT pg_sleep(0.05)' })));
    const other = new Database({ url: test.url, ...settings });
    await other.run({
      text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE pid <> pg_backend_pid() AND datname = current_database()`,
    });
    await other.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(database.check()).resolves.toBeUndefined();
  });
});

it.each([
  ['53100', 'storage-full'],
  ['53200', 'database-unavailable'],
  ['53300', 'database-unavailable'],
  ['25006', 'database-unavailable'],
  ['40001', 'database-unavailable'],
  ['40P01', 'database-unavailable'],
  ['57P01', 'database-unavailable'],
  ['23505', '23505'],
])('an error %s of PostgreSQL is %s', async (state, code) => {
  await expect(database.run(raising(state))).rejects.toMatchObject({ code });
  await expect(database.transaction((connection) => connection.run(raising(state)))).rejects.toMatchObject({
    code,
  });
});

function raising(state: string): Statement {
  return { text: `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END $$` };
}
