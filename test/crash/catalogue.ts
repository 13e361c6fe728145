import { Client } from 'pg';

/** A version as the tables have it, seen from behind the server's back. */
export interface StoredVersion {
  readonly model: string;
  readonly number: number;
  readonly digest: string;
  readonly size: number;
  readonly graphs: number;
  /** Graphs that offer no signature. */
  readonly emptyGraphs: number;
  /** References to signatures without a tensor. */
  readonly emptySignatures: number;
  readonly verdict: string | null;
  readonly events: number;
}

/** What is in the database, in one snapshot. */
export interface Catalogue {
  /** By model and number. */
  readonly versions: readonly StoredVersion[];
  /** The number that each model thinks was its last. */
  readonly models: readonly { readonly name: string; readonly last: number }[];
  /** Digests of all artifact rows. */
  readonly artifacts: ReadonlySet<string>;
  /** Of these, those whose bytes are in PostgreSQL. */
  readonly inline: ReadonlySet<string>;
  readonly events: number;
}

const versions = `
  SELECT m.name AS model, v.number, 'sha-256:' || encode(v.artifact_digest, 'hex') AS digest, a.size::float8 AS size,
    (SELECT count(*) FROM graph g WHERE g.version_id = v.id)::int AS graphs,
    (SELECT count(*) FROM graph g WHERE g.version_id = v.id AND NOT EXISTS (
      SELECT FROM version_signature s WHERE s.version_id = v.id AND s.graph_position = g.position))::int
      AS "emptyGraphs",
    (SELECT count(*) FROM version_signature s WHERE s.version_id = v.id AND NOT EXISTS (
      SELECT FROM tensor_spec t WHERE t.signature_id = s.signature_id))::int AS "emptySignatures",
    CASE WHEN r.version_id IS NOT NULL THEN v.verdict END AS verdict, coalesce(e.events, 0)::int AS events
  FROM version v JOIN model m ON m.id = v.model_id LEFT JOIN artifact a ON a.digest = v.artifact_digest
  LEFT JOIN report r ON r.version_id = v.id
  LEFT JOIN (SELECT subject, data->>'digest' AS digest, count(*) AS events FROM event GROUP BY 1, 2) e
    ON e.subject = m.namespace || '/' || m.name || '@' || v.number
    AND e.digest = 'sha-256:' || encode(v.artifact_digest, 'hex')
  ORDER BY m.name, v.number`;

export async function readCatalogue(databaseUrl: string): Promise<Catalogue> {
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  try {
    await sql.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: artifacts } = await sql.query<{ digest: string; inline: boolean }>(
      `SELECT 'sha-256:' || encode(digest, 'hex') AS digest, bytes IS NOT NULL AS inline FROM artifact`,
    );
    const events = await sql.query<{ count: number }>('SELECT count(*)::int FROM event');
    return {
      versions: (await sql.query<StoredVersion>(versions)).rows,
      models: (
        await sql.query<{ name: string; last: number }>('SELECT name, last_version AS last FROM model')
      ).rows,
      artifacts: new Set(artifacts.map(({ digest }) => digest)),
      inline: new Set(artifacts.filter(({ inline }) => inline).map(({ digest }) => digest)),
      events: events.rows[0]?.count ?? 0,
    };
  } finally {
    await sql.end();
  }
}
