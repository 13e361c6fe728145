import { once } from 'node:events';
import { judgeAll } from '@sigcat/compat';
import { reports } from '@sigcat/contracts';
import { parseSignature, type Signature, signatureDigest } from '@sigcat/core';
import { counterexamplesOfAll } from '@sigcat/proof';
import { specificityOf, tokensOf } from '@sigcat/search';
import { tensorRows, tokenHash } from '@sigcat/storage';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Random } from '../../crash/random';
import { type BenchContext } from '../harness/figure';
import { changedPairs } from './model-pairs';

/** How large a catalogue to make. */
export interface Scale {
  readonly signatures: number;
  /** Five a signature, or so. */
  readonly versions: number;
  readonly models: number;
}

const namespaces = ['default', 'payments', 'vision', 'text', 'ads'];
/** What names of models begin with; a third of them alike, as where a tool has given them. */
const words = [
  'model',
  'model',
  'model',
  'fraud-ranker',
  'resnet50',
  'churn',
  'text_embedder',
  'BertClassifier',
  'ctr',
];

/** Namespace and name of a model of the catalogue, from 1. */
export function addressOfModel(place: number): string {
  return `${namespaces[(place * place) % namespaces.length] ?? ''}/${words[place % words.length] ?? ''}-${place}`;
}

const seed = 5;
/** Many names, few of which are common. */
const commonNames = ['x', 'input', 'image', 'input_ids', 'attention_mask', 'y', 'output', 'scores', 'logits'];
const rareNames = 5_000;
const dtypes = [
  'float32',
  'float32',
  'float32',
  'float32',
  'float32',
  'int64',
  'int64',
  'string',
  'int32',
  'bool',
];
const sizes = [1, 224, 3, 128, 512, 768, 1_000, 10, 256, 64, 32, 299, 1_024, 2_048, 16, 8, 100, 50, 300, 5];
const rareSizes = 2_000;
const ranks = [0, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4];

/** Signatures of which names, dtypes and shapes are as unevenly common as those of real ones, no two the same. */
class SignatureMaker {
  private readonly random = new Random(seed);
  private readonly seen = new Set<string>();

  next(): Signature {
    for (;;) {
      const text = `f(${this.tensors(5)}) -> (${this.tensors(4)})`;
      const { signature } = parseSignature(text);
      const digest = signatureDigest(signature);
      if (this.seen.has(digest)) continue;
      this.seen.add(digest);
      return signature;
    }
  }

  /** From 0 up to `count`, small numbers the most often. */
  private skewed(count: number): number {
    return Math.floor(Math.exp(this.random.next() * Math.log(count + 1))) - 1;
  }

  private tensors(most: number): string {
    const names = new Set<string>();
    const count = 1 + this.skewed(most);
    while (names.size < count) names.add(this.name());
    return [...names]
      .map((name) => `${name}: ${this.random.pick(dtypes) ?? ''}[${this.dims().join()}]`)
      .join(', ');
  }

  private name(): string {
    const place = this.skewed(rareNames);
    return commonNames[place] ?? `feature_${place}`;
  }

  private dims(): (number | '?')[] {
    return Array.from({ length: this.random.pick(ranks) ?? 0 }, (_, axis) => {
      if (this.random.chance(axis === 0 ? 0.85 : 0.15)) return '?';
      const place = this.skewed(rareSizes);
      return axis === 0 ? 1 : (sizes[place] ?? place);
    });
  }
}

/** Fills a catalogue that is empty: signatures and their tensor specs by COPY, the versions that have them by SQL. */
export async function fillSignatures(bench: BenchContext, database: string, scale: Scale): Promise<void> {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    if ((await client.query('SELECT FROM signature LIMIT 1')).rowCount === 1) return;
    await client.query('SET session_replication_role = replica');
    await client.query(`SET maintenance_work_mem = '512MB'`);
    const indexes = await dropIndexes(client);
    bench.say(`copying ${scale.signatures} signatures ...`);
    await copySignatures(client, scale);
    bench.say(`adding ${scale.versions} versions of ${scale.models} models ...`);
    for (const statement of versionStatements(scale)) await client.query(statement);
    bench.say('making the indexes ...');
    for (const index of indexes) await client.query(index);
    await client.query('SET session_replication_role = DEFAULT');
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

/** Indexes are made faster when all rows are there. Resolves to the statements that make them. */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relname IN ('signature', 'version', 'version_signature', 'tensor_spec', 'event', 'latest_signature',
        'alias_signature', 'alias_candidate')
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)`);
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  return rows.map(({ definition }) => definition);
}

async function copySignatures(client: Client, { signatures }: Scale): Promise<void> {
  const copy = async (
    statement: string,
    lines: (maker: SignatureMaker) => Iterable<string>,
  ): Promise<void> => {
    const stream = client.query(copyFrom(statement));
    const maker = new SignatureMaker();
    for (const line of lines(maker)) if (!stream.write(line)) await once(stream, 'drain');
    stream.end();
    await once(stream, 'finish');
  };
  const hashes = new Map<string, number>();
  const hash = (token: string): number => {
    let known = hashes.get(token);
    if (known === undefined) hashes.set(token, (known = tokenHash(token)));
    return known;
  };
  await copy(
    'COPY signature (id, digest, body, tensor_count, unknowns, tokens, current) FROM STDIN',
    function* (maker) {
      for (let id = 1; id <= signatures; id++) {
        const signature = maker.next();
        const { inputs, outputs } = signature;
        const digest = `\\\\x${signatureDigest(signature).slice('sha-256:'.length)}`;
        const body = JSON.stringify(tensorRows(signature)).replaceAll('\\', '\\\\');
        const tokens = tokensOf(signature).map(hash).join();
        yield `${id}\t${digest}\t${body}\t${inputs.length + outputs.length}\t${-specificityOf(signature)}\t{${tokens}}\tf\n`;
      }
    },
  );
  await client.query(`
    INSERT INTO tensor_spec (signature_id, direction, position, name, dtype, shape, rank_known, symbols, encoding,
      composite, optional, default_value)
    SELECT s.id, t.* FROM signature s, json_to_recordset(s.body) AS t (direction direction, position smallint, name text,
      dtype text, shape bigint[], rank_known boolean, symbols text[], encoding encoding, composite jsonb,
      optional boolean, default_value jsonb)`);
  await client.query('INSERT INTO tensor_name SELECT DISTINCT name FROM tensor_spec');
  await client.query(`SELECT setval(pg_get_serial_sequence('signature', 'id'), ${signatures})`);
}

/** Version i is one of model i % models; a third of them have one of the thousand most common signatures. */
function versionStatements({ signatures, versions, models }: Scale): string[] {
  const bodies = someReports();
  const all = `generate_series(1, ${versions}) AS i`;
  const random = `(hashint8extended(i, 1) & 1048575) / 1048576.0`;
  const other = `(hashint8extended(i, 2) & 1048575) / 1048576.0`;
  const signature = `CASE WHEN ${random} < 0.33 THEN 1 + floor(exp(${other} * ln(1000)))::bigint % ${signatures}
    ELSE 1 + floor(${other} * ${signatures})::bigint END`;
  const graphs = `json_build_array(json_build_object('tag_set', ARRAY['serve'], 'signatures', json_build_array(
    json_build_object('key', 'serving_default', 'method_name', 'tensorflow/serving/predict',
      'signature_id', (${signature})::text, 'bindings', '{"inputs":{},"outputs":{}}'::json))))`;
  return [
    `INSERT INTO model (id, namespace, name, last_version)
     SELECT i, (${textArray(namespaces)})[1 + (i::bigint * i) % ${namespaces.length}],
       (${textArray(words)})[1 + i % ${words.length}] || '-' || i, ${Math.ceil(versions / models)}
     FROM generate_series(1, ${models}) AS i`,
    `INSERT INTO artifact (digest, size, packaging) SELECT sha256(i::text::bytea), 1000 + i, 'file' FROM ${all}`,
    `INSERT INTO version (id, model_id, number, artifact_digest, format, main_file, framework_version, graphs, verdict)
     SELECT i, 1 + (i - 1) % ${models}, 1 + (i - 1) / ${models}, sha256(i::text::bytea), 'saved-model', '', '2.21.0',
       ${graphs}, 'compatible' FROM ${all}`,
    `INSERT INTO graph (version_id, position, tag_set, native) SELECT i, 0, '{serve}', '' FROM ${all}`,
    `INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id)
     SELECT i, 0, 0, 'serving_default', 'tensorflow/serving/predict', ${signature} FROM ${all}`,
    `INSERT INTO signature_key VALUES ('serving_default')`,
    `INSERT INTO latest_signature (signature_id, version_id, model_id, graph_position, position)
     SELECT vs.signature_id, v.id, v.model_id, 0, 0 FROM version v JOIN version_signature vs ON vs.version_id = v.id
     WHERE v.id > ${versions - models}`,
    `UPDATE signature SET current = true WHERE id IN (SELECT signature_id FROM latest_signature)`,
    `INSERT INTO alias (model_id, name, version_number)
     SELECT m.id, alias.name, m.last_version - age FROM model m,
       (VALUES ('candidate', 0, 3), ('champion', 1, 2), ('production', 1, 1)) AS alias (name, age, of)
     WHERE m.id % of = 0 AND m.last_version > age`,
    `INSERT INTO alias_signature (alias, signature_id, version_id, graph_position, position, model_id)
     SELECT a.name, vs.signature_id, v.id, vs.graph_position, vs.position, a.model_id
     FROM alias a JOIN version v ON v.model_id = a.model_id AND v.number = a.version_number
       JOIN version_signature vs ON vs.version_id = v.id`,
    `INSERT INTO alias_candidate (alias, signature_id, tensor_count, unknowns, brief)
     SELECT DISTINCT a.alias, s.id, s.tensor_count, s.unknowns, s.brief
     FROM alias_signature a JOIN signature s ON s.id = a.signature_id`,
    `INSERT INTO report (version_id, body)
     SELECT v.id, (${textArray(bodies)})[1 + v.id % ${bodies.length}]::json FROM version v
     WHERE v.id > ${versions - models}`,
    ...['model', 'version'].map(
      (table) => `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}))`,
    ),
  ];
}

function textArray(texts: readonly string[]): string {
  return `ARRAY[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join()}]`;
}

/** Reports as publishing writes them, on changes as they happen. */
function someReports(): string[] {
  return changedPairs().map(({ baseline, candidate }) => {
    const baselines = [{ version: 4, signatures: baseline }];
    const history = judgeAll(baselines, candidate);
    const proofs = counterexamplesOfAll(history, baselines, candidate);
    return JSON.stringify(reports.reportAnswer(history, proofs, { candidate: 5, baseline: 4 }));
  });
}
