import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { parseSignature } from '@sigcat/core';
import { clausesOf, parseFilter, parseQuery, specificityOf, tokensOf } from '@sigcat/search';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { tensorRows } from '../catalog/signatures';
import { type Connection, Database } from '../database';
import { candidates, type Wanted, type Way } from './candidates';
import { StatementNames } from '../statement-names';
import { tokenHash } from './token-hash';

jest.setTimeout(120_000);

/*
 * How PostgreSQL goes about the statements of a search, as far as that is a matter of their shape: which index leads,
 * and that what is shown of a page is looked up for the page only. `UPDATE_GOLDEN=1` writes the file anew.
 */

const golden = join(__dirname, '__golden__/plans.txt');
const signatures = 4_000;
let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  const settings = { poolSize: 1, statementTimeoutMs: 60_000, connectTimeoutMs: 5_000 };
  database = new Database({ url: test.url, ...settings });
  await fill();
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

/** Signatures of which a tenth are alike in what queries ask for, each with a model, and 20 versions of it. */
async function fill(): Promise<void> {
  const rows = Array.from({ length: signatures }, (_, i) => {
    const { signature } = parseSignature(
      `f(x${i % 10}: float32[?,${i % 50}], n${i}: int64[${i}]) -> (y: float32[])`,
    );
    return {
      id: i + 1,
      tokens: tokensOf(signature).map(tokenHash),
      unknowns: -specificityOf(signature),
      body: tensorRows(signature),
    };
  });
  const run = (text: string, ...values: unknown[]): Promise<unknown> => database.run({ text }, values);
  await run(
    `INSERT INTO signature (digest, body, tensor_count, unknowns, tokens, current)
     SELECT sha256(id::text::bytea), body, 3, unknowns, ARRAY(SELECT jsonb_array_elements_text(tokens)::int), true
     FROM jsonb_to_recordset($1) AS t (id int, body jsonb, unknowns int, tokens jsonb) ORDER BY id`,
    JSON.stringify(rows),
  );
  await run(
    `INSERT INTO model (namespace, name, last_version)
     SELECT (ARRAY['default', 'payments', 'vision'])[1 + i % 3], 'model-' || i, 20 FROM generate_series(1, $1::int) AS i`,
    signatures,
  );
  await run(`INSERT INTO artifact (digest, size, packaging) VALUES (sha256(''), 1, 'file')`);
  await run(
    `INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, graphs, verdict)
     SELECT m.id, n, sha256(''), 'saved-model', '', '', '[]', 'compatible'
     FROM generate_series(1, 20) AS n, model m ORDER BY n, m.id`,
  );
  await run(
    `INSERT INTO graph (version_id, position, tag_set, native) SELECT id, 0, '{serve}', '' FROM version`,
  );
  await run(
    `INSERT INTO version_signature (version_id, graph_position, position, key, method_name, signature_id)
     SELECT v.id, 0, 0, 'f', '', s.id
     FROM version v JOIN signature s ON s.id - (SELECT min(id) FROM signature) = v.model_id - (SELECT min(id) FROM model)`,
  );
  await run(
    `INSERT INTO latest_signature (signature_id, version_id, model_id, graph_position, position)
     SELECT vs.signature_id, v.id, v.model_id, 0, 0
     FROM version v JOIN version_signature vs ON vs.version_id = v.id WHERE v.number = 20`,
  );
  await run(
    `INSERT INTO alias (model_id, name, version_number) SELECT id, 'production', 19 FROM model WHERE id % 3 = 0`,
  );
  await run(
    `INSERT INTO alias_signature (alias, signature_id, version_id, graph_position, position, model_id)
     SELECT a.name, vs.signature_id, v.id, 0, 0, v.model_id
     FROM alias a JOIN version v ON v.model_id = a.model_id AND v.number = a.version_number
       JOIN version_signature vs ON vs.version_id = v.id`,
  );
  await run(
    `INSERT INTO alias_candidate (alias, signature_id, tensor_count, unknowns, brief)
     SELECT a.alias, s.id, s.tensor_count, s.unknowns, s.brief
     FROM alias_signature a JOIN signature s ON s.id = a.signature_id`,
  );
  await run('VACUUM (ANALYZE)');
}

const cases: readonly (readonly [string, Way, string, Partial<Wanted> & { readonly filtered?: string }])[] = [
  ['few of the latest', 'tokens', '(n7: int64[7], ...)', {}],
  ['few of all', 'tokens', '(n7: int64[7], ...)', { universe: 'all' }],
  ['many of the latest', 'order', '(x1: *, ...)', {}],
  ['many of all', 'order', '(x1: *, ...)', { universe: 'all' }],
  ['a deep page', 'order', '(x1: *, ...)', { after: { tensorCount: 3, unknowns: 1, id: 2_000 } }],
  ['by key', 'order', '(x1: *, ...)', { key: { kind: 'is', name: 'f' } }],
  ['of a namespace', 'order', '(x1: *, ...)', { filtered: 'namespace = payments' }],
  ['under an alias', 'order', '(x1: *, ...)', { universe: 'all', filtered: 'alias = production' }],
  ['of a model', 'offers', '(x1: *, ...)', { filtered: 'model = model-7' }],
  ['of a model, all versions', 'offers', '(x1: *, ...)', { universe: 'all', filtered: 'model = model-7' }],
];

it('goes the ways that were meant', async () => {
  const texts: string[] = [];
  for (const [name, way, query, { filtered, ...others }] of cases) {
    const plan: string[] = [];
    const explaining: Connection = {
      run: async (statement, values) => {
        const rows = await database.run<{ 'QUERY PLAN': readonly [{ readonly Plan: Node }] }>(
          { text: `EXPLAIN (FORMAT JSON) ${statement.text}` },
          values,
        );
        plan.push(...linesOf(rows[0]?.['QUERY PLAN'][0].Plan));
        return [];
      },
    };
    const asked = { relation: 'matches', query: parseQuery(query) } as const;
    const part = {
      way,
      universe: 'latest',
      clauses: clausesOf(asked, () => []).map((clause) => clause.map(tokenHash)),
      limit: 32,
      offers: 6,
      ...(filtered !== undefined && { filter: parseFilter(filtered) }),
      ...others,
    } as const;
    await candidates(explaining, new StatementNames('plan'), [part]);
    texts.push(`${name}\n${plan.join('\n')}\n`);
  }
  const text = texts.join('\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'CTE Name'?: string;
  readonly 'Subplan Name'?: string;
  readonly Plans?: readonly Node[];
}

/** The shape of a plan: a line a node, what it reads from below it. */
function linesOf(node: Node | undefined, depth = 1): string[] {
  if (!node) return [];
  const of = node['Index Name'] ?? node['Relation Name'] ?? node['CTE Name'];
  const part = node['Subplan Name'];
  const line = [part && `${part}:`, node['Node Type'], of && `on ${of}`].filter(Boolean).join(' ');
  return ['  '.repeat(depth) + line, ...(node.Plans ?? []).flatMap((inner) => linesOf(inner, depth + 1))];
}
