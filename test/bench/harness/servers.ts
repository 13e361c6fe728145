import { join } from 'node:path';
import { startEmbeddedPostgres } from '@sigcat/embedded-postgres';
import { migrate } from '@sigcat/storage';
import { type Child, script, startServer } from './child';
import { type BenchContext } from './figure';

// Run from test/dist/bench/harness.
const root = join(__dirname, '../../../..');

export type Service = 'sigcat' | 'upload-api' | 'query-api' | 'compat-checker';

/** A PostgreSQL that syncs what it commits, as in production, with Sigcat's tables in it. */
export async function startPostgres(
  bench: BenchContext,
  dir = join(bench.folder, 'postgres'),
): Promise<string> {
  const { url, stop } = await startEmbeddedPostgres({
    dir,
    database: 'bench',
    durable: true,
  });
  bench.cleanUp(stop);
  await migrate(url);
  return url;
}

/** Starts a built service with its default settings, but for these. */
export async function startService(
  bench: BenchContext,
  service: Service,
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Child & { readonly url: string }> {
  return startBounded(bench, service, join(root, 'apps', service, 'dist/main.js'), {
    DATABASE_URL: databaseUrl,
    SIGCAT_PORT: '0',
    SIGCAT_DATA_DIR: join(bench.folder, 'data'),
    ...env,
  });
}

/** Starts one of the bare servers that Sigcat is compared with. */
export function startBare(
  bench: BenchContext,
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<Child & { readonly url: string }> {
  return startBounded(bench, name, script(name), env);
}

async function startBounded(
  bench: BenchContext,
  name: string,
  main: string,
  env: Readonly<Record<string, string>>,
): Promise<Child & { readonly url: string }> {
  const { profiles } = bench;
  const profiling =
    profiles === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${profiles}`, `--cpu-prof-name=${name}-${Date.now()}.cpuprofile`];
  const server = await startServer([...profiling, main], env);
  bench.cleanUp(server.stop);
  return server;
}

export const cli = join(root, 'apps/cli/bin/sigcat.js');
export const smallModel = join(root, 'test/fixtures/models/fraud/1');
