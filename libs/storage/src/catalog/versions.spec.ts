import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '@sigcat/problems';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { type QueryResultRow } from 'pg';
import { Database, type Statement } from '../database';
import { draftOf } from '../testing/drafts';
import { passes } from '../testing/judges';
import { Aliases } from './aliases';
import { Models } from './models';
import { Publishing } from './publishing';
import { Removals } from './removals';
import { PartsOfNames } from './part-of-name';
import { Signatures } from './signatures';
import { type VersionAddress, Versions, type VersionSelector } from './versions';

/** Counts what PostgreSQL is asked. */
class CountingDatabase extends Database {
  statements = 0;

  override run<Row extends QueryResultRow>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    this.statements++;
    return super.run(statement, values);
  }
}

let test: TestDatabase;
let database: CountingDatabase;
let versions: Versions;

const inModel = (model: string, selector: VersionSelector): VersionAddress => ({
  namespace: 'default',
  model,
  selector,
});
const numbered = (number: number): VersionAddress => inModel('lined', { by: 'number', number });
const latest: VersionSelector = { by: 'latest' };
const aliased = (alias: string): VersionAddress => inModel('lined', { by: 'alias', alias });

/** Version 4 is deleted; `middle` points to 2. */
beforeAll(async () => {
  test = await createTestDatabase();
  database = new CountingDatabase({
    url: test.url,
    poolSize: 4,
    statementTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
  });
  const signatures = new Signatures();
  const publishing = new Publishing(database, signatures);
  for (const size of [1, 2, 3, 4]) {
    const draft = draftOf('lined', `bytes ${size}`, `f(x: int64[${size}]) -> ()`);
    await publishing.publish(draft, passes, { repeat: false });
  }
  const model = { namespace: 'default', model: 'lined' };
  await new Removals(database).remove(model, 4);
  await new Aliases(database, signatures).move(model, { alias: 'middle', version: 2 }, passes);
  await new Models(database, new PartsOfNames(database)).put({ namespace: 'default', model: 'empty' }, {});
  // Another cache: all is read from the tables.
  versions = new Versions(database, new Signatures(), new PartsOfNames(database));
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

/** The number of a version, or the code of the problem there is in its place. */
async function asked(addresses: readonly VersionAddress[], maxBatchBytes = 2 ** 20): Promise<unknown[]> {
  const found = await versions.getMany(addresses, { maxBatchBytes });
  return found.map((version) => (version instanceof Problem ? version.code : version.number));
}

describe('many versions', () => {
  it('are each what is found when it alone is asked for', async () => {
    const addresses = [numbered(3), aliased('middle'), numbered(1), inModel('lined', latest), numbered(3)];
    const found = await versions.getMany(addresses, { maxBatchBytes: 2 ** 20 });
    const alone = await Promise.all(addresses.map(({ selector, ...model }) => versions.get(model, selector)));
    expect(found).toEqual(alone.map((version) => ({ ...version, revision: undefined })));
    expect(alone.map(({ number }) => number)).toEqual([3, 2, 1, 3, 3]);
  });

  it('come in order with why the others are not there, in the words of one alone', async () => {
    const missing = [
      inModel('nobody', latest),
      numbered(4),
      numbered(99),
      aliased('nowhere'),
      inModel('empty', latest),
      inModel('empty', { by: 'alias', alias: 'middle' }),
    ];
    expect(await asked([numbered(1), ...missing, numbered(2)])).toEqual([
      1,
      'model-not-found',
      'version-not-found',
      'version-not-found',
      'alias-not-found',
      'version-not-found',
      'alias-not-found',
      2,
    ]);
    const found = await versions.getMany(missing, { maxBatchBytes: 2 ** 20 });
    for (const [i, { selector, ...model }] of missing.entries()) {
      const alone = await versions.get(model, selector).catch((error: unknown) => error);
      expect(found[i]).toEqual(alone);
    }
  });

  it('end where their graphs would be too many bytes', async () => {
    const text = 'SELECT sum(octet_length(graphs::text))::int AS bytes FROM version WHERE number < 3';
    const two = (await database.run<{ bytes: number }>({ text }))[0]?.bytes ?? 0;
    const addresses = [numbered(1), inModel('nobody', latest), numbered(2), numbered(3), aliased('nowhere')];
    expect(await asked(addresses, two)).toEqual([
      1,
      'model-not-found',
      2,
      'batch-too-large',
      'alias-not-found',
    ]);
    expect(await asked(addresses, two - 1)).toEqual([
      1,
      'model-not-found',
      'batch-too-large',
      'batch-too-large',
      'alias-not-found',
    ]);
  });

  it('are one statement, and one more for all signatures that were not read before', async () => {
    const fresh = new Versions(database, new Signatures(), new PartsOfNames(database));
    const addresses = [numbered(1), numbered(2), numbered(3), aliased('middle'), aliased('nowhere')];
    for (const statements of [2, 1]) {
      database.statements = 0;
      await fresh.getMany(addresses, { maxBatchBytes: 2 ** 20 });
      expect(database.statements).toBe(statements);
    }
  });

  it('may be none', async () => {
    expect(await asked([])).toEqual([]);
  });
});

describe('revisions', () => {
  const all: readonly VersionAddress[] = [
    numbered(1),
    aliased('middle'),
    inModel('lined', latest),
    numbered(4),
    numbered(999_999_999),
    aliased('none'),
    inModel('empty', latest),
    inModel('none', latest),
  ];
  const revisionOf = ({ selector, ...model }: VersionAddress): Promise<unknown> =>
    versions.revision(model, selector).then(
      ({ number, revision }) => `${number} ${revision}`,
      (error: unknown) => (error instanceof Problem ? error.detail : error),
    );

  it('are what each of many asks for, alone or at once, and in few statements', async () => {
    const alone: unknown[] = [];
    for (const one of all) alone.push(await revisionOf(one));
    expect(alone.map(String).map((text) => text.replace(/^(\d+) .*/, '$1'))).toEqual([
      '1',
      '2',
      '3',
      'There is no version default/lined@4.',
      'There is no version default/lined@999999999.',
      'default/lined has no alias none.',
      'default/empty has no versions.',
      'There is no model default/none.',
    ]);
    const many = Array.from({ length: 30 }, () => all).flat();
    database.statements = 0;
    expect(await Promise.all(many.map(revisionOf))).toEqual(many.map((_, i) => alone[i % all.length]));
    expect(database.statements).toBeLessThan(10);
  });

  it('are others when a version or its aliases have changed', async () => {
    const seen = [await revisionOf(numbered(3))];
    await versions.change({ namespace: 'default', model: 'lined' }, 3, { labels: { a: 'b' } });
    seen.push(await revisionOf(numbered(3)));
    const aliases = new Aliases(database, new Signatures());
    await aliases.move({ namespace: 'default', model: 'lined' }, { alias: 'newest', version: 3 }, passes);
    seen.push(await revisionOf(numbered(3)));
    expect(new Set(seen).size).toBe(3);
    expect(await revisionOf(numbered(3))).toBe(seen[2]);
    const { number, revision } = await versions.get(numbered(3), numbered(3).selector);
    expect(`${number} ${revision}`).toBe(seen[2]);
  });
});

describe('a list by a part of models\u2019 names', () => {
  const models = 5_100;

  /** The models `Part-1` and so on; each tenth of them has a version more, each hundredth two. */
  beforeAll(async () => {
    for (const text of [
      `INSERT INTO model (namespace, name, last_version)
       SELECT 'parts', 'Part-' || i || CASE i WHEN 7 THEN '_x' ELSE '' END, 3 FROM generate_series(1, ${models}) AS i`,
      `INSERT INTO version (model_id, number, artifact_digest, format, main_file, framework_version, graphs, verdict)
       SELECT m.id, number, (SELECT min(digest) FROM artifact), 'saved-model', '', '', '[]', 'compatible'
       FROM (SELECT id, row_number() OVER (ORDER BY id) AS i FROM model WHERE namespace = 'parts') AS m,
         (VALUES (1, 1), (2, 10), (3, 100)) AS v (number, of)
       WHERE i % of = 0 ORDER BY (i * 31) % 4999, number`,
    ])
      await database.run({ text });
  });

  it('has an index for letters that few have', async () => {
    await database.run({ text: 'ANALYZE model' });
    const plan = await database.run<{ 'QUERY PLAN': string }>({
      text: `EXPLAIN SELECT m.id FROM model m WHERE m.folded LIKE '%zz%' AND letter_groups(m.folded) @> ARRAY[lower('ZZ')]
             ORDER BY m.namespace, m.name LIMIT 50`,
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('model_letter_groups_idx');
  });

  it.each([
    ['of few', 'ART-51', 'part-51%'],
    ['of one', 'part-7_', 'part-7\\_x'],
    ['of none', 'part-7%x', 'no'],
    ['of many', 'part', '%'],
    ['of two letters', '-9', '%-9%'],
    ['of two letters that one has', '7_', '%7\\_%'],
    ['of two letters that none has', 'zz', '%zz%'],
    ['of one letter', 'X', '%x%'],
    ['of a letter that is a sign to LIKE', '_', '%\\_%'],
  ])('has the newest versions %s first, page by page', async (_, name, pattern) => {
    const seen: string[] = [];
    const size = 50;
    let token: string | undefined;
    for (let page = 0; page < 4 && (page === 0 || token !== undefined); page++) {
      const found = await versions.list(
        { namespace: 'parts', name, labels: [] },
        { size, ...(token && { token }) },
      );
      seen.push(...found.items.map(({ model, number }) => `${model}@${number}`));
      token = found.nextToken;
    }
    const text = `SELECT m.name || '@' || v.number AS version FROM version v JOIN model m ON m.id = v.model_id
      WHERE m.namespace = 'parts' AND m.name ILIKE $1 ORDER BY v.id DESC LIMIT ${4 * size}`;
    const wanted = await database.run<{ version: string }>({ text }, [pattern]);
    expect(seen).toEqual(wanted.map(({ version }) => version));
  });
});
