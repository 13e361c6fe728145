import { createTestDatabase } from '@sigcat/test-database';
import { Api } from './api';
import { removeDataDir, type SigcatProcess, startSigcat } from './sigcat-process';

/** All of Sigcat in one process, with a database and a data folder that nobody else has. */
export interface OwnSigcat extends SigcatProcess {
  readonly api: Api;
  readonly databaseUrl: string;
  /** Ends it and removes all that it had. */
  readonly end: () => Promise<void>;
}

/** @param env settings beside those that it cannot do without */
export async function startOwnSigcat(env: Readonly<Record<string, string>> = {}): Promise<OwnSigcat> {
  const database = await createTestDatabase();
  const sigcat = await startSigcat({ env: { DATABASE_URL: database.url, ...env } });
  return {
    ...sigcat,
    api: new Api(sigcat.url),
    databaseUrl: database.url,
    end: async () => {
      await sigcat.stop();
      await database.drop();
      removeDataDir(sigcat.dataDir);
    },
  };
}
