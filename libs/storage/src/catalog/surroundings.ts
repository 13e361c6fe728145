import { type Predecessor } from '@sigcat/compat';
import { type Digest } from '@sigcat/core';
import { type Connection } from '../database';
import { type GraphRow, modelFromRow } from './graphs';
import { type ModelName } from './model-name';
import { baselineNumber } from './predecessors';
import { type Signatures } from './signatures';
import { baselineSetting, type Terms, termsColumns, termsOf, type TermsRow } from './terms';

/** Who looks around: bytes that are to become a version of a model. */
export interface Newcomer extends ModelName {
  readonly digest: Digest;
}

/** What a newcomer meets, all at one moment. */
export interface Surroundings extends Terms {
  /** Absent when there is no such model. */
  readonly lastVersion?: number;
  /** The first version of the model that has the same bytes. */
  readonly existing?: number;
  readonly baseline?: Predecessor;
}

/** Newcomers that may look around at once. */
export const maxNewcomers = 16;

const asked = { namespace: 'asked.namespace', model: 'asked.model' };

/**
 * They come as one JSON value and are bounded, because PostgreSQL counts the elements of an array that it is given, and
 * so plans an `unnest` anew each time, which takes longer than running it.
 */
const lookAroundStatement = {
  name: 'publish-look-around',
  text: `
    SELECT
      m.last_version,
      (SELECT number FROM version
        WHERE model_id = m.id AND artifact_digest = decode(asked.digest, 'hex') AND deleted_at IS NULL
        ORDER BY number LIMIT 1) AS existing,
      ${termsColumns(asked)},
      v.number AS baseline, v.format, v.graphs
    FROM (
      SELECT * FROM jsonb_to_recordset($1::jsonb) AS one (place int, namespace text, model text, digest text)
      LIMIT ${maxNewcomers}
    ) AS asked
    LEFT JOIN model m ON m.namespace = asked.namespace AND m.name = asked.model
    LEFT JOIN LATERAL (SELECT ${baselineNumber(baselineSetting(asked), 'm.last_version + 1')} AS number) AS b ON true
    LEFT JOIN version v ON v.model_id = m.id AND v.number = b.number
    ORDER BY asked.place`,
};

interface SurroundingsRow extends TermsRow {
  readonly last_version: number | null;
  readonly existing: number | null;
  readonly baseline: number | null;
  readonly format: string | null;
  readonly graphs: readonly GraphRow[] | null;
}

/** Resolves to what each of them, {@link maxNewcomers} at most, meets, in order. */
export async function lookAround(
  connection: Connection,
  signatures: Signatures,
  newcomers: readonly Newcomer[],
): Promise<Surroundings[]> {
  const rows = await connection.run<SurroundingsRow>(lookAroundStatement, [
    JSON.stringify(
      newcomers.map(({ namespace, model, digest }, place) => ({
        place,
        namespace,
        model,
        digest: digest.slice('sha-256:'.length),
      })),
    ),
  ]);
  return Promise.all(rows.map((row) => surroundingsOf(connection, signatures, row)));
}

async function surroundingsOf(
  connection: Connection,
  signatures: Signatures,
  row: SurroundingsRow,
): Promise<Surroundings> {
  const { last_version, existing, baseline, format, graphs } = row;
  return {
    ...termsOf(row),
    ...(last_version !== null && { lastVersion: last_version }),
    ...(existing !== null && { existing }),
    ...(baseline !== null &&
      format !== null &&
      graphs !== null && {
        baseline: {
          version: baseline,
          signatures: await modelFromRow(connection, signatures, { format, graphs }),
        },
      }),
  };
}
