import { type PoolClient, type QueryResultRow } from 'pg';
import { databaseProblem, isBrokenOff } from './database-problem';
import { errorCode } from './error-code';
import { type PrismaClient } from './generated/prisma/client';
import { Link, type LinkSettings } from './link';
import { currentReading, type Place, readAs, type Reading } from './replicas/reading';
import { Replica, type ReplicaNews } from './replicas/replica';
import { Replicas, type ReplicaSettings, type ReplicaStates } from './replicas/replicas';

export interface DatabaseSettings extends LinkSettings, Partial<ReplicaSettings> {
  readonly url: string;
  /** Of databases that follow it, for those who are content with what these know. */
  readonly replicaUrls?: readonly string[];
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

const maxTries = 5;

/** PostgreSQL: statements of our own where speed counts, Prisma on the same connections elsewhere. */
export class Database implements Connection {
  private readonly primary: Link;
  private readonly replicas: Replicas | undefined;
  private readonly statementTimeoutMs: number;

  constructor({ url, replicaUrls = [], ...settings }: DatabaseSettings) {
    this.statementTimeoutMs = settings.statementTimeoutMs;
    this.primary = new Link(url, settings);
    if (replicaUrls.length === 0) return;
    const { maxReplicaLagMs = 1_000, replicaCheckMs = 250, replicaTimeoutMs = 1_000 } = settings;
    this.replicas = new Replicas(url, replicaUrls, {
      ...settings,
      maxReplicaLagMs,
      replicaCheckMs,
      replicaTimeoutMs,
    });
  }

  get prisma(): PrismaClient {
    return this.primary.prisma;
  }

  /** @throws Problem `database-unavailable`, `storage-full`. */
  run<Row extends QueryResultRow>(statement: Statement, values: readonly unknown[] = []): Promise<Row[]> {
    return this.read(async ({ pool }) => (await pool.query<Row>({ ...statement, values: [...values] })).rows);
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
        if (tries < maxTries && isBrokenOff(error)) continue;
        // Whoever only wants to read has written by mistake, and the database is not to blame.
        if (readOnly && errorCode(error) === '25006') throw error;
        throw databaseProblem(error);
      }
    }
  }

  /** Asks Prisma. @throws Problem `database-unavailable`. */
  ask<T>(question: (prisma: PrismaClient) => Promise<T>): Promise<T> {
    return this.read(({ prisma }) => question(prisma));
  }

  /** Where who asks may be answered together with all others who read there; undefined where he knows more than they. */
  get sharedPlace(): Place | undefined {
    if (this.replicas === undefined) return this.primary;
    const reading = currentReading();
    return reading?.since === 0n ? this.placeOf(reading, this.replicas) : undefined;
  }

  /** Does work for those who have been given this {@link sharedPlace}; with where it has read in the end. */
  async readFor<T>(
    place: Place,
    work: () => Promise<T>,
  ): Promise<{ readonly answer: T; readonly place: Place }> {
    if (this.replicas === undefined) return { answer: await work(), place };
    const reading: Reading = { since: 0n, place };
    const answer = await readAs(reading, work);
    return { answer, place: reading.place ?? place };
  }

  /** Goes on where something has been read for who asks. */
  stayAt(place: Place): void {
    const reading = this.replicas && currentReading();
    if (reading) reading.place = place;
  }

  /** How many replicas may be read from, and how many not; undefined where there are none. */
  replicaStates(): ReplicaStates | undefined {
    return this.replicas?.states();
  }

  /** Tells what becomes of replicas, and what has. */
  followReplicas(tell: (news: ReplicaNews) => void): void {
    this.replicas?.follow(tell);
  }

  /**
   * Who knows this reads what is written by now, be it from a replica; undefined where there are none.
   * @throws Problem `database-unavailable`.
   */
  async position(): Promise<string | undefined> {
    try {
      return this.replicas && (await this.replicas.position(this.primary));
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
    const { totalCount, idleCount, waitingCount } = this.primary.pool;
    return { used: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
  }

  /** Takes no more statements; those under way get so many milliseconds, by default as many as a statement may take. */
  async close(patienceMs = this.statementTimeoutMs): Promise<void> {
    await Promise.all([this.replicas?.close(patienceMs), this.primary.close(patienceMs)]);
  }

  /**
   * From a replica where that will do, the same one each time; where that one fails, from the primary.
   * @throws Problem `database-unavailable`.
   */
  private async read<T>(question: (link: Link) => Promise<T>): Promise<T> {
    const { replicas, primary } = this;
    const reading = replicas && currentReading();
    const place = reading ? this.placeOf(reading, replicas) : primary;
    if (reading && place instanceof Replica) {
      try {
        return await place.ask(question);
      } catch (error) {
        replicas.failed(place, error);
        reading.place = primary;
      }
    }
    try {
      return await question(primary);
    } catch (error) {
      throw databaseProblem(error);
    }
  }

  private placeOf(reading: Reading, replicas: Replicas): Place {
    return (reading.place ??= replicas.pick(reading.since) ?? this.primary);
  }

  private async tryTransaction<T>(work: (connection: Connection) => Promise<T>, begin: string): Promise<T> {
    const client = await this.primary.pool.connect();
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
