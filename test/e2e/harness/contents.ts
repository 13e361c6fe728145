import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** How many rows each table has, and which files there are. */
export interface Inventory {
  readonly counts: Readonly<Record<string, number>>;
  readonly artifacts: readonly string[];
  readonly spool: readonly string[];
}

/** Looks into the database and the folders of a Sigcat from behind its back. */
export class Contents {
  private constructor(
    readonly sql: Client,
    private readonly dataDir: string,
  ) {}

  static async of(databaseUrl: string, dataDir: string): Promise<Contents> {
    const sql = new Client({ connectionString: databaseUrl });
    await sql.connect();
    return new Contents(sql, dataDir);
  }

  async inventory(): Promise<Inventory> {
    const { rows } = await this.sql.query<{ table: string }>(
      `SELECT table_name AS table FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1`,
    );
    const counts: Record<string, number> = {};
    for (const { table } of rows) {
      const {
        rows: [row],
      } = await this.sql.query<{ count: string }>(`SELECT count(*) FROM "${table}"`);
      counts[table] = Number(row?.count);
    }
    return { counts, artifacts: this.files('artifacts'), spool: this.files('spool') };
  }

  async close(): Promise<void> {
    await this.sql.end();
  }

  private files(folder: string): string[] {
    return readdirSync(join(this.dataDir, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  }
}
