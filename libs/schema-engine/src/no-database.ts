import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { driverError } from './driver-error';

/**
 * For commands that compare schema files only: the engine asks a database for its version even then.
 * Everything else that it may ask ends in an error that says what is missing.
 */
export class NoDatabase implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';

  connect(): Promise<SqlDriverAdapter> {
    return Promise.resolve({
      provider: this.provider,
      adapterName: this.adapterName,
      queryRaw: answerVersion,
      executeRaw: refuse,
      executeScript: refuse,
      startTransaction: refuse,
      dispose: () => Promise.resolve(),
    });
  }

  connectToShadowDb(): Promise<SqlDriverAdapter> {
    return refuse();
  }

  /** There is nothing to close. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Is the schema there; what does the server call itself; and its version as a number. */
function answerVersion({ sql }: SqlQuery): Promise<SqlResultSet> {
  if (!sql.includes('server_version_num')) return refuse();
  return Promise.resolve({
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 18', 180000]],
  });
}

function refuse(): Promise<never> {
  return Promise.reject(driverError(new Error('this needs a database: set DATABASE_URL')));
}
