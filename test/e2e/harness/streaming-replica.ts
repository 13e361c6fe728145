import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@sigcat/embedded-postgres';
import { Client } from 'pg';

/** A PostgreSQL that follows another one by streaming replication. */
export class StreamingReplica {
  private constructor(
    private running: EmbeddedPostgres,
    private readonly database: string,
  ) {}

  /** Takes a base backup by PostgreSQL's low-level interface, as the embedded one comes without pg_basebackup. */
  static async of(primary: EmbeddedPostgres, database: string, name = 'replica'): Promise<StreamingReplica> {
    const { hostname, port, username, password } = new URL(primary.url);
    const dir = `${primary.dir}-${name}`;
    const client = new Client({ connectionString: primary.url });
    await client.connect();
    try {
      await client.query("SELECT pg_backup_start('replica', true)");
      execFileSync('cp', ['-a', primary.dir, dir]);
      const { rows } = await client.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop()');
      rmSync(join(dir, 'postmaster.pid'), { force: true });
      const { uid, gid } = statSync(dir);
      for (const [file, text] of [
        ['backup_label', rows[0]?.labelfile ?? ''],
        ['standby.signal', ''],
      ] as const) {
        writeFileSync(join(dir, file), text, { mode: 0o600 });
        chownSync(join(dir, file), uid, gid);
      }
    } finally {
      await client.end();
    }
    const source = `host=${hostname} port=${port} user=${username} password=${password}`;
    appendFileSync(join(dir, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
    return new StreamingReplica(await startEmbeddedPostgres({ dir, database, durable: true }), database);
  }

  get url(): string {
    return this.running.url;
  }

  /** Goes on receiving, and shows nothing of it. */
  async pause(): Promise<void> {
    await this.ask('SELECT pg_wal_replay_pause()');
  }

  async resume(): Promise<void> {
    await this.ask('SELECT pg_wal_replay_resume()');
  }

  kill(): void {
    process.kill(this.running.pid, 'SIGKILL');
  }

  async restart(): Promise<void> {
    const port = Number(new URL(this.running.url).port);
    const { dir } = this.running;
    this.running = await startEmbeddedPostgres({ dir, port, database: this.database, durable: true });
  }

  async stop(): Promise<void> {
    await this.running.stop();
    rmSync(this.running.dir, { recursive: true, force: true });
  }

  private async ask(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.running.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  }
}
