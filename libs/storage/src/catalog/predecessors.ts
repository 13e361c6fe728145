import { type Predecessor } from '@sigcat/compat';
import { type Connection } from '../database';
import { type GraphRow, comparableModels } from './graphs';
import { type ModelName } from './model-name';
import { type Signatures } from './signatures';

/**
 * SQL for a query with the model `m`: the number of the version that callers rely on, by the setting `baseline`. It is
 * the one that the alias points to; for `latest`, and while there is no such alias, the newest numbered below `before`.
 */
export function baselineNumber(setting: string, before: string): string {
  return `COALESCE(
    (SELECT version_number FROM alias WHERE model_id = m.id AND '@' || name = ${setting}),
    (SELECT max(number) FROM version WHERE model_id = m.id AND number < ${before} AND deleted_at IS NULL))`;
}

const ofModel = `FROM version v JOIN model m ON m.id = v.model_id WHERE m.namespace = $1 AND m.name = $2`;

const loadBaseline = {
  name: 'predecessor-baseline',
  text: `SELECT ARRAY[v.number] AS numbers, v.format, v.graphs::text AS graphs ${ofModel}
         AND v.number = ${baselineNumber('$3', '$4')}`,
};

// Exports of one program say the same but for what has changed, so that most of a thousand versions are one text.
const loadAll = {
  name: 'predecessors',
  text: `SELECT array_agg(v.number) AS numbers, v.format, v.graphs::text AS graphs ${ofModel}
         AND v.number < $3 AND v.deleted_at IS NULL GROUP BY v.format, v.graphs::text`,
};

/** Versions whose rows say the same. */
interface AlikeRow {
  readonly numbers: readonly number[];
  readonly format: string;
  /** JSON of {@link GraphRow}s. */
  readonly graphs: string;
}

/** More than any version's number is. */
const beyondAll = 2 ** 31 - 1;

/** The version that callers rely on, by the setting `baseline`, when a candidate is to be numbered `before`. */
export async function baselineOf(
  connection: Connection,
  signatures: Signatures,
  { namespace, model }: ModelName,
  setting: string,
  before = beyondAll,
): Promise<Predecessor | undefined> {
  const rows = await connection.run<AlikeRow>(loadBaseline, [namespace, model, setting, before]);
  const [baseline] = await predecessorsOf(connection, signatures, rows);
  return baseline;
}

/** All versions numbered below `before` that are not deleted, the oldest first. */
export async function allBefore(
  connection: Connection,
  signatures: Signatures,
  { namespace, model }: ModelName,
  before = beyondAll,
): Promise<Predecessor[]> {
  const rows = await connection.run<AlikeRow>(loadAll, [namespace, model, before]);
  const predecessors = await predecessorsOf(connection, signatures, rows);
  return predecessors.sort((a, b) => a.version - b.version);
}

async function predecessorsOf(
  connection: Connection,
  signatures: Signatures,
  rows: readonly AlikeRow[],
): Promise<Predecessor[]> {
  const models = await comparableModels(
    connection,
    signatures,
    rows.map(({ format, graphs }) => ({ format, graphs: JSON.parse(graphs) as GraphRow[] })),
  );
  return models.flatMap((model, i) =>
    (rows[i]?.numbers ?? []).map((version) => ({ version, signatures: model })),
  );
}
