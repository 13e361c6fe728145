import { join } from 'node:path';
import { CheckerModule } from '@sigcat/compat-checker';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@sigcat/embedded-postgres';
import { QueryModule } from '@sigcat/query-api';
import { readSettings, type Settings, startMessage, startService, stopSignal } from '@sigcat/service';
import { UploadModule } from '@sigcat/upload-api';

/** Runs the three services in one process, on a PostgreSQL that npm brought along unless DATABASE_URL names one. */
async function main(): Promise<void> {
  const settings = readSettings({ SIGCAT_LOG_LEVEL: 'warn', ...process.env });
  const stopped = stopSignal();
  const postgres = settings.databaseUrl === undefined ? await startPostgres(settings) : undefined;
  try {
    const databaseUrl = postgres?.url ?? settings.databaseUrl ?? '';
    const service = await startService([UploadModule, CheckerModule, QueryModule], {
      ...settings,
      databaseUrl,
    });
    greet(service.url, settings, postgres);
    await stopped;
    await service.stop();
  } finally {
    await postgres?.stop();
  }
}

function startPostgres({ dataDir }: Settings): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dir: join(dataDir, 'postgres'), database: 'sigcat', durable: true });
}

function greet(url: string, { artifactDir }: Settings, postgres: EmbeddedPostgres | undefined): void {
  console.log(`Sigcat listens on ${url}

  database   ${postgres ? `embedded PostgreSQL, data in ${postgres.dir}` : 'DATABASE_URL'}
  artifacts  ${artifactDir}

Try next, in another terminal:
  npm run demo                              the story in ten seconds
  npx sigcat show PATH                      signatures of a SavedModel on disk
  npx sigcat push NAME PATH                 publish it as a version of a model
  curl ${url}/api/v1/models
  curl ${url}/openapi.json

Ctrl-C stops it; what is published stays.`);
}

main().catch((error: unknown) => {
  console.error(startMessage(error));
  process.exitCode = 1;
});
