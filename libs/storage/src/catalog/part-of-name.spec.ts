import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Conditions } from '../conditions';
import { Database } from '../database';
import { NameSample } from './name-sample';
import { hasPart, isByIndex, modelsByPart, PartsOfNames } from './part-of-name';

let test: TestDatabase;
let database: Database;

const names = ['INFO-1', 'Fraud-19', 'fraud-190', 'ISTANBUL-7', 'strasse_a', 'bert.base_v2', 'a-b', 'x'];

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 2,
    statementTimeoutMs: 20_000,
    connectTimeoutMs: 5_000,
  });
  const text = `INSERT INTO model (namespace, name) SELECT s, n FROM unnest($1::text[]) n, unnest('{a,b}'::text[]) s`;
  await database.run({ text }, [names]);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

describe('models that have a part of a name', () => {
  it.each([
    'fraud-19',
    'AUD-190',
    'raud',
    'İstanbul',
    'istanbul',
    'STRASSE',
    'straß',
    'bert_base',
    't.Base_V',
    '%',
    'a-b',
    '-b',
    'X',
    'nobody',
    'fraud-19\\',
    '',
    'INFO',
  ])('are those that have %j, whichever way they are found', async (part) => {
    const ask = async (query: (values: Conditions) => string): Promise<string[]> => {
      const values = new Conditions();
      const text = `${query(values)} ORDER BY m.namespace, m.name COLLATE "C"`;
      const rows = await database.run<{ namespace: string; name: string }>({ text }, values.values);
      return rows.map(({ namespace, name }) => `${namespace}/${name}`);
    };
    const having = await ask(
      (values) => `SELECT * FROM model m WHERE strpos(lower(name), lower(${values.value(part)})) > 0`,
    );
    for (const namespace of [undefined, 'a', 'none']) {
      const expected = having.filter((one) => namespace === undefined || one.startsWith(`${namespace}/`));
      const known = await new PartsOfNames(database).of(part, namespace);
      // As if the piece were rare, which among so few none is; and as if nobody had it, or all.
      const { piece } = new NameSample([], 0).expect(part);
      const none = { everywhere: { hits: 0, total: 1e6 }, within: { hits: 0, total: 1e6, distance: 0 } };
      const all = { everywhere: { hits: 1e6, total: 1e6 }, within: { hits: 1, total: 1, distance: 0 } };
      for (const asked of [
        known,
        { ...known, ...none },
        { ...known, ...none, piece },
        { ...known, ...all },
      ]) {
        expect(await ask((values) => `SELECT * FROM ${modelsByPart(values, asked)}`)).toEqual(expected);
      }
    }
    expect(await ask((values) => `SELECT * FROM model m WHERE ${hasPart('m', values, part)}`)).toEqual(
      having,
    );
  });
});

describe('a sample of names', () => {
  const numbered = Array.from({ length: 1_000 }, (_, i) => `model-${String(i)}`).sort();
  const sample = new NameSample(
    numbered.map((folded) => ({ namespace: folded < 'model-5' ? 'low' : 'high', folded })),
    10_000,
  );

  it.each([
    ['the rarest piece of a part', 'oDEL-123', '-123'],
    ['a piece of which there is none', 'model-X', 'el-X'],
    ['all of a part that has no rare piece', 'mode', 'mode'],
    ['all of a part that is short', '-12', '-12'],
    ['no piece that no name can have', 'modelİ', 'modelİ'],
  ])('knows %s', (_, part, piece) => {
    expect(sample.expect(part).piece).toBe(piece);
  });

  it('expects as many names as it stands for, and knows where in the list they begin', () => {
    expect(sample.expect('model-99')).toMatchObject({
      everywhere: { hits: 110, total: 10_000 },
      within: { hits: 110, total: 10_000, distance: 9_890 },
    });
    expect(sample.expect('model-99', 'low')).toMatchObject({
      everywhere: { hits: 110, total: 10_000 },
      within: { hits: 0, total: 4_450, distance: 4_450 },
    });
    const none = { hits: 0, total: 0 };
    expect(new NameSample([], 0).expect('x')).toMatchObject({
      everywhere: none,
      within: { ...none, distance: 0 },
    });
  });

  it('leads to the index where few have a part, and along the list where many do', () => {
    const of = (part: string, namespace?: string): boolean =>
      isByIndex({ part, namespace, ...sample.expect(part, namespace) }, 21);
    expect([of('unheard'), of('model-123'), of('model'), of('-'), of('')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    // All of a namespace may be fewer than have the part elsewhere.
    expect([of('-9', 'low'), of('-9', 'nobody')]).toEqual([false, false]);
  });
});
