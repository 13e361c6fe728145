import { PrismaPg } from '@prisma/adapter-pg';
import { Pool, type PoolClient, type QueryResultRow } from 'pg';
import { databaseProblem } from './database-problem';
import { errorCode } from './error-code';
import { PrismaClient } from './generated/prisma/client';

export interface DatabaseSettings {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Milliseconds after which PostgreSQL gives a statement up. */
  readonly statementTimeoutMs: number;
  /** Milliseconds to wait for a connection. */
  readonly connectTimeoutMs: number;
}

/** A statement; one with a name is prepared once on each connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** What statements run on: the pool, or the connection of one transaction. */
export interface Connection {
  run<Row extends QueryResultRow>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

/** Serialization failure and deadlock: the transaction did nothing and may be tried again. */
const worthRetrying: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);
const maxTries = 5;

/** PostgreSQL: statements of our own where speed counts, Prisma on the same connections elsewhere. */
export class Database implements Connection {
  readonly prisma: PrismaClient;
  private readonly pool: Pool;

  constructor(settings: DatabaseSettings) {
    this.pool = new Pool({
      connectionString: settings.url,
      max: settings.poolSize,
      statement_timeout: settings.statementTimeoutMs,
      connectionTimeoutMillis: settings.connectTimeoutMs,
      idle_in_transaction_session_timeout: settings.statementTimeoutMs,
      application_name: 'sigcat',
      // As for disks without moving heads: reading by an index costs hardly more than reading on. It also keeps plans
      // that were made while the tables were empty from reading whole tables when they no longer are.
      options: '-c random_page_cost=1.1',
      // Statements of one transaction that do not need each other's answers travel together.
      pipeline: true,
    });
    // An idle connection that breaks is dropped from the pool; the next statement opens another.
    this.pool.on('error', () => undefined);
    this.prisma = new PrismaClient({ adapter: new PrismaPg(this.pool) });
  }

  /** @throws Problem `database-unavailable`. */
  async run<Row extends QueryResultRow>(
    statement: Statement,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>({ ...statement, values: [...values] })).rows;
    } catch (error) {
      throw databaseProblem(error);
    }
  }

  /**
   * Runs `work` in one transaction, again from the start when PostgreSQL asks for that; rolls back when it throws.
   * @throws Problem `database-unavailable`, and what `work` throws.
   */
  async transaction<T>(work: (connection: Connection) => Promise<T>, { readOnly = false } = {}): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.tryTransaction(work, readOnly ? 'BEGIN READ ONLY' : 'BEGIN');
      } catch (error) {
        if (tries >= maxTries || !worthRetrying.has(errorCode(error))) throw databaseProblem(error);
      }
    }
  }

  /** Asks Prisma. @throws Problem `database-unavailable`. */
  async ask<T>(question: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    try {
      return await question(this.prisma);
    } catch (error) {
      throw databaseProblem(error);
    }
  }

  /** What tells this catalogue from every other one. @throws Problem `database-unavailable`. */
  async catalogueId(): Promise<string> {
    const [row] = await this.run<{ id: string }>({ name: 'catalogue-id', text: 'SELECT id FROM catalogue' });
    if (!row) throw new Error('the catalogue has no id');
    return row.id;
  }

  /** @throws Problem `database-unavailable`. */
  async check(): Promise<void> {
    await this.run({ name: 'check', text: 'SELECT 1' });
  }

  /** Connections in use and idle, and requests that wait for one. */
  connections(): Readonly<Record<'used' | 'idle' | 'waiting', number>> {
    const { totalCount, idleCount, waitingCount } = this.pool;
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }

  private async tryTransaction<T>(work: (connection: Connection) => Promise<T>, begin: string): Promise<T> {
    const client = await this.pool.connect();
    // The pool listens only while it has the client, and a connection that breaks between two statements would
    // end the process if nobody did; the next statement fails.
    const breaks = (): void => undefined;
    client.on('error', breaks);
    let broken: Error | undefined;
    try {
      // Not awaited: the first statement of the work goes with it. Should it fail, so does that.
      const begun = client.query(begin);
      begun.catch(() => undefined);
      const result = await work(onClient(client));
      await begun;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure));
      });
      throw error;
    } finally {
      client.release(broken);
      client.off('error', breaks);
    }
  }
}

function onClient(client: PoolClient): Connection {
  return {
    run: async <Row extends QueryResultRow>(statement: Statement, values: readonly unknown[] = []) =>
      (await client.query<Row>({ ...statement, values: [...values] })).rows,
  };
}
