import { Socket } from 'node:net';
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
  /** Milliseconds after which an answer is not waited for any more, should PostgreSQL have gone silent; absent: for ever. */
  readonly answerTimeoutMs?: number;
}

/** Connections to one PostgreSQL, shared by statements of our own and Prisma. */
export class Link {
  readonly pool: Pool;
  private client: PrismaClient | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(url: string, settings: LinkSettings) {
    this.pool = new Pool({
      connectionString: url,
      max: settings.poolSize,
      statement_timeout: settings.statementTimeoutMs,
      query_timeout: settings.answerTimeoutMs,
      connectionTimeoutMillis: settings.connectTimeoutMs,
      idle_in_transaction_session_timeout: settings.statementTimeoutMs,
      application_name: 'sigcat',
      // As for disks without moving heads: reading by an index costs hardly more than reading on. It also keeps plans
      // that were made while the tables were empty from reading whole tables when they no longer are.
      options: '-c random_page_cost=1.1',
      // Statements of one transaction that do not need each other's answers travel together.
      pipeline: true,
      stream: () => this.openSocket(),
    });
    // An idle connection that breaks is dropped from the pool; the next statement opens another.
    this.pool.on('error', () => undefined);
  }

  get prisma(): PrismaClient {
    return (this.client ??= new PrismaClient({ adapter: new PrismaPg(this.pool) }));
  }

  /** Breaks all connections: whoever waits for an answer on one of them fails. Others are made when they are needed. */
  cutOff(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Takes no more statements. Those under way, and goodbyes, get so many milliseconds before they are cut off. */
  async close(patienceMs: number): Promise<void> {
    const impatience = setTimeout(() => {
      this.cutOff();
    }, patienceMs);
    await this.client?.$disconnect();
    await this.pool.end();
    await Promise.all([...this.sockets].map(closed));
    clearTimeout(impatience);
  }

  private openSocket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
}
