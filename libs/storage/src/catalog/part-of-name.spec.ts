import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Conditions } from '../conditions';
import { Database } from '../database';
import { NameSample } from './name-sample';
import { hasPart, isByIndex, modelsByPart, PartsOfNames } from './part-of-name';

let test: TestDatabase;
let database: Database;

const names = ['Fraud-19', 'fraud-190', 'ISTANBUL-7', 'strasse_a', 'bert.base_v2', 'a-b', 'x'];

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 2,
    statementTimeoutMs: 20_000,
    connectTimeoutMs: 5_000,
  });
  const text = `INSERT INTO model (namespace, name) SELECT 'default', unnest($1::text[])`;
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
  ])('are those that have %j, whichever way they are found', async (part) => {
    const ask = async (query: (values: Conditions) => string): Promise<string[]> => {
      const values = new Conditions();
      const text = `${query(values)} ORDER BY m.name COLLATE "C"`;
      return (await database.run<{ name: string }>({ text }, values.values)).map(({ name }) => name);
    };
    const having = await ask(
      (values) => `SELECT name FROM model m WHERE strpos(lower(name), lower(${values.value(part)})) > 0`,
    );
    const known = await new PartsOfNames(database).of(part);
    // As if the piece were rare, which among so few none is.
    for (const piece of [known.piece, new NameSample([], 0).expect(part).piece]) {
      expect(
        await ask((values) => `SELECT m.name FROM ${modelsByPart(values, { ...known, piece })}`),
      ).toEqual(having);
    }
    expect(await ask((values) => `SELECT name FROM model m WHERE ${hasPart('m', values, part)}`)).toEqual(
      having,
    );
  });
});

describe('a sample of names', () => {
  const numbered = Array.from({ length: 1_000 }, (_, i) => `model-${String(i)}`).sort();
  const sample = new NameSample(numbered, 10_000);

  it.each([
    ['the rarest piece of a part', 'odel-123', '-123'],
    ['a piece of which there is none', 'model-x', 'el-x'],
    ['all of a part that has no rare piece', 'mode', 'mode'],
    ['all of a part that is short', '-12', '-12'],
    ['no piece of letters of which PostgreSQL decides what the small ones are', 'modelİ', 'modelİ'],
  ])('knows %s', (_, part, piece) => {
    expect(sample.expect(part).piece).toBe(piece);
  });

  it('expects as many names as it stands for, and knows where in the list they begin', () => {
    expect(sample.expect('model-99')).toMatchObject({ hits: 110, distance: 9_890, total: 10_000 });
    expect(new NameSample([], 0).expect('x')).toMatchObject({ hits: 0, distance: 0, total: 0 });
  });

  it('leads to the index where few have a part, and along the list where many do', () => {
    const of = (part: string): boolean => isByIndex({ part, ...sample.expect(part) }, 21);
    expect([of('unheard'), of('model-123'), of('model'), of('-')]).toEqual([true, true, false, false]);
  });
});
