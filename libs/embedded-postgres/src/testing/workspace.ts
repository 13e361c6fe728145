import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../start-embedded-postgres';

/** Folders and processes of a spec, removed by `clean`. */
export class Workspace {
  private readonly folders: string[] = [];
  private readonly servers: EmbeddedPostgres[] = [];
  private readonly processes: ChildProcess[] = [];

  /** A place for a data directory, not there yet. */
  folder(parent = tmpdir()): string {
    const folder = join(parent, `sigcat-spec-${randomUUID()}`);
    this.folders.push(folder);
    return folder;
  }

  /** Remembers a server to stop and its data to remove. */
  keep(server: EmbeddedPostgres): EmbeddedPostgres {
    this.servers.push(server);
    this.folders.push(server.dir);
    return server;
  }

  /** Starts PostgreSQL from another process, as `uid` if given; gives that process and what it said. */
  async startElsewhere(
    options: EmbeddedPostgresOptions,
    uid?: number,
  ): Promise<{ runner: ChildProcess; said: Partial<EmbeddedPostgres> & { error?: string } }> {
    const script = join(__dirname, 'start-and-report.cjs');
    const runner = spawn(process.execPath, [script, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(uid !== undefined && { uid, gid: uid }),
    });
    this.processes.push(runner);
    const line = await new Promise<string>((resolve, reject) => {
      runner.stdout.setEncoding('utf8').once('data', resolve);
      runner.once('exit', () => {
        reject(new Error('the process ended without a word'));
      });
    });
    return { runner, said: JSON.parse(line) as Partial<EmbeddedPostgres> & { error?: string } };
  }

  async clean(): Promise<void> {
    for (const server of this.servers.splice(0)) await server.stop();
    for (const child of this.processes.splice(0)) await end(child, 'SIGTERM');
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Asks one question on a connection of its own. */
export async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

/** Sends a signal and waits until the process is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill(signal);
  });
}
