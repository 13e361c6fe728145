import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as EmbeddedPostgres from '@sigcat/embedded-postgres';
import type * as SchemaEngine from '@sigcat/schema-engine';
import { createDatabase, dropDatabase, urlOfDatabase } from './databases';
import { dataFolder, removeAbandoned } from './data-folder';
import { announce } from './environment';
import { workspaceRoot } from './workspace-root';

// Jest runs its globalSetup with Node's `require`, which knows no `@sigcat/source` condition and so would
// take these packages from dist/, which may be old or not there at all.
const fromSource = createRequire(__filename);
const { startEmbeddedPostgres, stopLeftover } = fromSource(
  '../../embedded-postgres/src',
) as typeof EmbeddedPostgres;
const { applyJobSchema, applyMigrations } = fromSource('../../schema-engine/src') as typeof SchemaEngine;

let stopRunning: (() => Promise<void>) | undefined;

/**
 * Makes the migrated template that suites clone, on a PostgreSQL of its own or, when TEST_DATABASE_URL is
 * set, on that one.
 */
export async function startServer(): Promise<void> {
  const theirs = process.env['TEST_DATABASE_URL'];
  const { admin, template, stop } = await (theirs ? borrowServer(theirs) : ownServer());
  stopRunning = stop;
  try {
    const url = urlOfDatabase(admin, template);
    await applyMigrations({ url, migrationsDir: join(workspaceRoot(), 'prisma/migrations') });
    await applyJobSchema(url);
  } catch (error) {
    await stop(); // Jest does not run the teardown of a setup that failed.
    throw error;
  }
  announce({ admin, template });
}

/** Undoes `startServer`. */
export async function stopServer(): Promise<void> {
  await stopRunning?.();
  stopRunning = undefined;
}

interface TestServer {
  /** Leads to a database from where others can be made. */
  readonly admin: string;
  readonly template: string;
  readonly stop: () => Promise<void>;
}

async function ownServer(): Promise<TestServer> {
  await removeAbandoned(stopLeftover);
  const template = 'template';
  const { url, dir, stop } = await startEmbeddedPostgres({
    dir: dataFolder(),
    database: template,
    durable: false,
  });
  return {
    admin: urlOfDatabase(url, 'postgres'),
    template,
    stop: async () => {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function borrowServer(admin: string): Promise<TestServer> {
  // Others may be testing on it at the same time.
  const template = `sigcat_template_${randomUUID()}`;
  await createDatabase(admin, template);
  return { admin, template, stop: () => dropDatabase(admin, template) };
}
