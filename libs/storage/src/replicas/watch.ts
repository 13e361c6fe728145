import { type QueryResultRow } from 'pg';
import { Link } from '../link';

/** A connection on which a PostgreSQL is asked how it is. It has no other use: nobody who reads keeps it waiting. */
export class Watch {
  private readonly link: Link;

  /** @param timeoutMs milliseconds to wait for the connection, and for an answer */
  constructor(url: string, timeoutMs: number) {
    this.link = new Link(url, {
      poolSize: 1,
      statementTimeoutMs: timeoutMs,
      connectTimeoutMs: timeoutMs,
      answerTimeoutMs: timeoutMs,
    });
  }

  /** The one row there is, if there is one. @throws what the driver throws, when there is no answer in time too. */
  async ask<Row extends QueryResultRow>(question: string): Promise<Row | undefined> {
    return (await this.link.pool.query<Row>(question)).rows[0];
  }

  close(): Promise<void> {
    return this.link.close(0);
  }
}
