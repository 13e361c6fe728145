import { setTimeout as wait } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@sigcat/embedded-postgres';

/** A durable PostgreSQL outside of the server's process, always on the same port, that can be killed. */
export class Postgres {
  private constructor(
    private readonly dir: string,
    private running: EmbeddedPostgres,
  ) {}

  static async start(dir: string): Promise<Postgres> {
    return new Postgres(dir, await start(dir));
  }

  get url(): string {
    return this.running.url;
  }

  /** SIGKILL to its main process; the others notice, sooner or later, and end. */
  kill(): void {
    process.kill(this.running.pid, 'SIGKILL');
  }

  /** Starts it again on the same data; resolves once it has recovered and takes connections. */
  async restart(): Promise<void> {
    const port = Number(new URL(this.running.url).port);
    for (let tries = 1; ; tries++) {
      try {
        this.running = await start(this.dir, port);
        return;
      } catch (error) {
        // Sessions of the killed one may hold the port and the shared memory for a moment longer.
        if (tries === 20) throw error;
        await wait(100);
      }
    }
  }

  async stop(): Promise<void> {
    await this.running.stop();
  }
}

function start(dir: string, port?: number): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dir, port, database: 'sigcat', durable: true });
}
