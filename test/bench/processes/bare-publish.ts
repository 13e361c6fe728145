import { createHash } from 'node:crypto';
import { Pool } from 'pg';
import { type Publishing, type Published } from '../cases/publish';
import { inParallel } from '../harness/in-parallel';
import { answer, readInput } from '../harness/input';

/** What a published version has in its rows; the rows written here have the same. */
const sample = `
  SELECT a.size, a.packaging, a.bytes, v.format, v.main_file, v.framework_version, v.fingerprint, v.labels,
    v.graphs::text, g.tag_set, g.native, s.key, s.method_name, s.signature_id, v.verdict, r.body, e.data
  FROM version v JOIN artifact a ON a.digest = v.artifact_digest JOIN graph g ON g.version_id = v.id
    JOIN version_signature s ON s.version_id = v.id JOIN report r ON r.version_id = v.id,
    LATERAL (SELECT data FROM event WHERE type = 'model_version.published' ORDER BY id DESC LIMIT 1) AS e
  ORDER BY v.id DESC LIMIT 1`;

/** All rows of a version, of a new model or the next of a known one, in one round trip and one transaction. */
const insert = `
  WITH m AS (
    INSERT INTO model (namespace, name, last_version) VALUES ('default', $1, 1)
    ON CONFLICT (namespace, name) DO UPDATE SET last_version = model.last_version + 1, updated_at = now()
    RETURNING id, last_version
  ), a AS (
    INSERT INTO artifact (digest, size, packaging, bytes) VALUES ($2, $3, $4, $5)
  ), v AS (
    INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, fingerprint, labels,
                         graphs, verdict, baseline_version)
    SELECT m.id, m.last_version, $2, $6, $7, $8, $9, $10, $11, $17, nullif(m.last_version - 1, 0)
    FROM m RETURNING id, number
  ), g AS (
    INSERT INTO graph (version_id, position, tag_set, native)
    SELECT v.id, 0, $12, $13 FROM v
  ), s AS (
    INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id)
    SELECT v.id, 0, 0, $14, $15, $16 FROM v
  ), f AS (
    DELETE FROM latest_signature USING m WHERE latest_signature.model_id = m.id
  ), l AS (
    INSERT INTO latest_signature (signature_id, version_id, model_id, graph_position, position)
    SELECT $16, v.id, m.id, 0, 0 FROM m, v
  ), r AS (
    INSERT INTO report (version_id, body) SELECT v.id, $18 FROM v
  )
  INSERT INTO event (type, subject, data)
  SELECT 'model_version.published', 'default/' || $1::text || '@' || v.number, $19 FROM v`;

async function main(): Promise<void> {
  const { url, versions, concurrency, models, seed } = await readInput<Publishing>();
  const pool = new Pool({ connectionString: url, max: concurrency });
  const [row] = (await pool.query<Record<string, unknown>>(sample)).rows;
  if (!row) throw new Error('there is no version to do like');
  const columns = Object.values(row);
  const pace: Published = await inParallel(versions, concurrency, async (i) => {
    const model = `bare-${models === 'one' ? seed : `${seed}-${i}`}`;
    const digest = createHash('sha256').update(`${seed}-${i}`).digest();
    await pool.query({ name: 'insert', text: insert, values: [model, digest, ...columns] });
  });
  await pool.end();
  answer(pace);
}

void main();
