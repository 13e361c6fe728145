import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { type BenchContext } from '../harness/figure';
import { runScript } from '../harness/child';
import { startService } from '../harness/servers';
import { type Publishing } from '../cases/publish';

/** How to name what is in a filled catalogue, by position. */
export interface Filled {
  readonly model: (position: number) => string;
  readonly digest: (position: number) => string;
  readonly versionId: (position: number) => number;
}

const versions = 100_000;
const models = 2_000;
const signatures = 1_000;
/** Ids of what is made here begin behind those of what was published. */
const base = 1_000_000;

/** Rows like those of a version that was really published, with other names, digests and shapes. */
const statements = [
  // Foreign keys hold by construction.
  `SET session_replication_role = replica`,
  `INSERT INTO model (id, namespace, name, last_version)
   SELECT ${base} + i, 'default', 'model-' || i, ${versions / models} FROM generate_series(0, ${models - 1}) AS i`,
  `INSERT INTO signature (id, digest, body, tensor_count, unknowns, tokens)
   SELECT ${base} + i, sha256(('signature ' || i)::bytea), s.body, s.tensor_count, s.unknowns, s.tokens
   FROM generate_series(0, ${signatures - 1}) AS i, signature s`,
  `INSERT INTO tensor_spec (signature_id, direction, position, name, dtype, shape, rank_known, symbols, encoding,
     composite, optional, default_value)
   SELECT ${base} + i, t.direction, t.position, t.name, t.dtype, ARRAY[-1, i + 1], t.rank_known, t.symbols, t.encoding,
     t.composite, t.optional, t.default_value
   FROM generate_series(0, ${signatures - 1}) AS i, tensor_spec t`,
  `INSERT INTO artifact (digest, size, packaging)
   SELECT sha256(('artifact ' || i)::bytea), 1000 + i, 'file' FROM generate_series(0, ${versions - 1}) AS i`,
  `INSERT INTO version (id, model_id, number, artifact_digest, format, main_file, framework_version, fingerprint,
     graphs, verdict, baseline_version)
   SELECT ${base} + i, ${base} + i % ${models}, i / ${models} + 1, sha256(('artifact ' || i)::bytea), v.format,
     v.main_file, v.framework_version, v.fingerprint,
     jsonb_set(v.graphs::jsonb, '{0,signatures,0,signature_id}', to_jsonb((${base} + i % ${signatures})::text))::json,
     v.verdict, nullif(i / ${models}, 0)
   FROM generate_series(0, ${versions - 1}) AS i, version v`,
  `INSERT INTO graph (version_id, position, tag_set, native)
   SELECT ${base} + i, g.position, g.tag_set, g.native
   FROM generate_series(0, ${versions - 1}) AS i, graph g`,
  `INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id)
   SELECT ${base} + i, s.graph_position, s.position, s.key, s.method_name, ${base} + i % ${signatures}
   FROM generate_series(0, ${versions - 1}) AS i, version_signature s`,
  `INSERT INTO report (version_id, body)
   SELECT ${base} + i, r.body
   FROM generate_series(0, ${versions - 1}) AS i, report r`,
  `INSERT INTO event (type, subject, data)
   SELECT e.type, 'default/model-' || i % ${models} || '@' || i / ${models} + 1, e.data
   FROM generate_series(0, ${versions - 1}) AS i, event e WHERE e.type = 'model_version.published'`,
  `INSERT INTO alias (model_id, name, version_number)
   SELECT ${base} + i, 'production', ${versions / models} FROM generate_series(0, ${models - 1}) AS i`,
  ...['model', 'signature', 'version', 'event'].map(
    (table) => `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`,
  ),
  `SET session_replication_role = DEFAULT`,
  `VACUUM (ANALYZE)`,
];

/** Puts 100,000 versions of 2,000 models, with 1,000 signatures, into an empty catalogue. */
export async function fillCatalogue(bench: BenchContext, database: string): Promise<Filled> {
  bench.say(`filling the catalogue with ${versions} versions ...`);
  const { url, stop } = await startService(bench, 'upload-api', database);
  const one: Publishing = { url, versions: 1, concurrency: 1, models: 'one', seed: 'sample' };
  await runScript('publish-load', one);
  await stop();

  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
  return {
    model: (position) => `model-${position % models}`,
    digest: (position) =>
      `sha-256:${createHash('sha256')
        .update(`artifact ${position % versions}`)
        .digest('hex')}`,
    versionId: (position) => base + (position % versions),
  };
}
