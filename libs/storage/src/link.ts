import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { PrismaClient } from './generated/prisma/client';

export interface LinkSettings {
  /** Connections at most. */
  readonly poolSize: number;
  /** Milliseconds after which PostgreSQL gives a statement up. */
  readonly statementTimeoutMs: number;
  /** Milliseconds to wait for a connection. */
  readonly connectTimeoutMs: number;
}

/** Connections to one PostgreSQL, shared by statements of our own and Prisma. */
export class Link {
  readonly pool: Pool;
  readonly prisma: PrismaClient;

  constructor(url: string, settings: LinkSettings) {
    this.pool = new Pool({
      connectionString: url,
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

  async close(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
  }
}
