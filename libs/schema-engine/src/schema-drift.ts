import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { everything, withEngine } from './engine';

/** A database, and the schema that it ought to have. */
export interface DriftOptions {
  readonly url: string;
  /** A Prisma schema file. */
  readonly schemaFile: string;
}

/**
 * The SQL that leads from the database to the schema, empty when they agree. It covers what Prisma knows
 * of: tables, columns, indexes, foreign keys and enums, but not CHECKs, functions or triggers.
 */
export function schemaDrift({ url, schemaFile }: DriftOptions): Promise<string> {
  const content = readFileSync(schemaFile, 'utf8');
  const files = [{ path: schemaFile, content }];
  return withEngine(url, [[schemaFile, content]], async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: dirname(schemaFile) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true, // 2 when there is a difference: the script of none is a comment that says so.
      filters: everything,
    });
    return exitCode === 0 ? '' : (stdout ?? '');
  });
}
