import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import { Pool, type QueryArrayConfig, type QueryArrayResult } from 'pg';
import { createDatabase, dropDatabase, urlOfDatabase } from './connection';
import { driverError } from './driver-error';

/** PostgreSQL's type numbers: `"char"` (one byte, of the system catalogs) and `char(n)`. */
const singleByteChar = 18;
const paddedChar = 1042;

/**
 * Connects the schema engine to PostgreSQL: Prisma's own `PrismaPg`, except where that does not suit the
 * schema engine. Each difference says why.
 */
export class MigrationAdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';
  private readonly opened: SqlDriverAdapter[] = [];

  constructor(private readonly url: string) {}

  async connect(): Promise<SqlDriverAdapter> {
    return this.remember(await openAdapter(this.url));
  }

  /**
   * A new empty database, dropped when the engine is done with it. `PrismaPg` would keep the database
   * that the connection string names, and so replay the migrations on the real one.
   */
  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const url = urlOfDatabase(this.url, `prisma_shadow_${randomUUID()}`);
    await createDatabase(url).catch((error: unknown) => {
      throw driverError(error);
    });
    const adapter = await openAdapter(url);
    return this.remember({
      ...adapter,
      dispose: async () => {
        await adapter.dispose();
        await dropDatabase(url);
      },
    });
  }

  /** Closes what the engine left open. */
  async close(): Promise<void> {
    await Promise.all(this.opened.map((adapter) => adapter.dispose()));
  }

  private remember(adapter: SqlDriverAdapter): SqlDriverAdapter {
    let disposing: Promise<void> | undefined;
    const once = { ...adapter, dispose: () => (disposing ??= adapter.dispose()) };
    this.opened.push(once);
    return once;
  }
}

async function openAdapter(url: string): Promise<SqlDriverAdapter> {
  // One connection only: the engine takes an advisory lock and relies on being in that session after.
  const pool = new Pool({ connectionString: url, max: 1 });
  const charColumns = letCharColumnsThrough(pool);
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw: async (query: SqlQuery): Promise<SqlResultSet> => {
      const answer = await adapter.queryRaw(query);
      for (const column of charColumns.get(answer.rows) ?? []) {
        answer.columnTypes[column] = ColumnTypeEnum.Character;
      }
      return answer;
    },
    executeRaw: (query) => adapter.executeRaw(query),
    executeScript: (script) => executeScript(pool, script),
    startTransaction: (isolationLevel) => adapter.startTransaction(isolationLevel),
    getConnectionInfo: () => adapter.getConnectionInfo(),
    dispose: () => adapter.dispose(),
  };
}

/**
 * `PrismaPg` refuses every result with a `"char"` column, such as the system catalogs have. This makes
 * `pool` give such a column as `char(n)`; the answer says, by a result's rows, which columns those were.
 */
function letCharColumnsThrough(pool: Pool): WeakMap<unknown[][], number[]> {
  const charColumns = new WeakMap<unknown[][], number[]>();
  const query: (config: QueryArrayConfig) => Promise<QueryArrayResult<unknown[]>> = pool.query.bind(pool);
  Object.assign(pool, {
    query: async (config: QueryArrayConfig) => {
      const result = await query(config);
      const columns: number[] = [];
      for (const [column, field] of result.fields.entries()) {
        if (field.dataTypeID !== singleByteChar) continue;
        field.dataTypeID = paddedChar;
        columns.push(column);
      }
      if (columns.length > 0) charColumns.set(result.rows, columns);
      return result;
    },
  });
  return charColumns;
}

/**
 * Runs a whole script as PostgreSQL takes it: in one transaction unless it says otherwise. `PrismaPg`
 * would cut it at every semicolon, also those in function bodies, and so lose the transaction as well.
 */
async function executeScript(pool: Pool, script: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(script);
  } catch (error) {
    throw driverError(error);
  } finally {
    client.release();
  }
}
