import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { digestOf, parseSignature } from '@sigcat/core';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Database } from '../database';
import { Aliases } from './aliases';
import { type Judge, type Publication, Publishing, type VersionDraft } from './publishing';
import { Removals } from './removals';
import { Signatures } from './signatures';
import { Versions } from './versions';

let test: TestDatabase;
let database: Database;
/** Publishers that know nothing of each other, as those of two processes. */
let publishers: readonly [Publishing, Publishing];
let removals: Removals;

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 16,
    statementTimeoutMs: 5_000,
    connectTimeoutMs: 5_000,
  });
  publishers = [new Publishing(database, new Signatures()), new Publishing(database, new Signatures())];
  removals = new Removals(database);
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

const named = (notation: string): VersionDraft['content']['graphs'][number]['signatures'][number] => {
  const { key, signature } = parseSignature(notation);
  const bindings = { inputs: new Map(), outputs: new Map() };
  return { key, methodName: 'predict', signature, bindings };
};

const draft = (model: string, content: string, notation = 'f(x: int64[?]) -> ()'): VersionDraft => {
  const bytes = Buffer.from(content);
  return {
    namespace: 'default',
    model,
    artifact: { digest: digestOf(bytes), size: bytes.length, bytes },
    content: {
      format: 'saved-model',
      packaging: 'file',
      mainFile: 'saved_model.pb',
      graphs: [
        { tagSet: ['serve'], frameworkVersion: '', native: Buffer.alloc(0), signatures: [named(notation)] },
      ],
    },
    labels: {},
  };
};

const passes: Judge = () => ({ verdict: 'compatible', refused: false, report: {} });
const refuses: Judge = () => ({ verdict: 'incompatible', refused: true, report: {} });

const numberOf = ({ outcome, number }: Publication): string => `${outcome} ${number}`;

describe('publishing', () => {
  it('gives publishers of two processes consecutive numbers, each judged against the one before', async () => {
    const judged = new Map<number, number | undefined>();
    const judge: Judge = (candidate, baseline) => {
      judged.set(candidate, baseline?.version);
      return { verdict: 'compatible', refused: false, report: { candidate, baseline: baseline?.version } };
    };
    const published = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (publishers[i % 2] ?? publishers[0]).publish(
          draft('shared', `bytes ${i}`, `f(x: int64[${Math.floor(i / 4)}]) -> ()`),
          judge,
          { repeat: false },
        ),
      ),
    );
    const numbers = published.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    for (const publication of published) {
      if (publication.outcome !== 'created') throw new Error('it was not created');
      const { number, version, judgement } = publication;
      expect(version.number).toBe(number);
      expect(version.baseline ?? 0).toBe(number - 1);
      expect(judgement.report).toMatchObject({ candidate: number });
    }
    expect(judged.get(40)).toBe(39);
  });

  it('answers with the version as it is read later', async () => {
    const publication = await publishers[0].publish(draft('told', 'told'), passes, { repeat: false });
    if (publication.outcome !== 'created') throw new Error('it was not created');
    const read = await new Versions(database, new Signatures()).get(
      { namespace: 'default', model: 'told' },
      { by: 'latest' },
    );
    const { tagSet, signatures } = publication.version.signatures.graphs[0] ?? {};
    expect({
      ...publication.version,
      signatures: { format: 'saved-model', graphs: [{ tagSet, signatures }] },
    }).toEqual(read);
  });

  it('makes one version of the same bytes published at once', async () => {
    const published = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        (publishers[i % 2] ?? publishers[0]).publish(draft('same', 'same'), passes, { repeat: false }),
      ),
    );
    expect(published.map(numberOf).sort()).toEqual(['created 1', ...Array<string>(9).fill('existing 1')]);
  });

  it('writes nothing when the gate refuses', async () => {
    const count = async (): Promise<unknown> =>
      database.run({
        text: `SELECT (SELECT count(*) FROM model) AS models, (SELECT count(*) FROM signature) AS signatures,
                 (SELECT count(*) FROM artifact) AS artifacts, (SELECT count(*) FROM event) AS events`,
      });
    const before = await count();
    const refused = draft('refused', 'refused', 'g(z: string[7]) -> ()');
    let stored = false;
    const store = (): Promise<void> => Promise.resolve(void (stored = true));
    expect(numberOf(await publishers[0].publish(refused, refuses, { repeat: false }))).toBe('refused 1');
    expect(numberOf(await publishers[0].publish(refused, refuses, { repeat: false, store }))).toBe(
      'refused 1',
    );
    expect(await count()).toEqual(before);
    expect(stored).toBe(false);
  });

  it('keeps bytes that another model is losing at that moment', async () => {
    // Slow enough that the bytes, found to be there, are erased before the version that shares them is whole.
    await database.run({
      text: `CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END $$`,
    });
    const losing = { namespace: 'default', model: 'losing' };
    await publishers[0].publish(draft('losing', 'shared bytes'), passes, { repeat: true });
    await removals.remove(losing, 1);
    const slow = 'CREATE TRIGGER slow BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION be_slow()';
    await database.run({ text: slow });
    const publishing = publishers[0].publish(draft('winning', 'shared bytes'), passes, { repeat: true });
    await setTimeout(100);
    await removals.erase(losing, 1);
    expect(await publishing).toMatchObject({ outcome: 'created', number: 1 });
    await database.run({ text: 'DROP TRIGGER slow ON event' });
    const winning = { text: `SELECT bytes FROM artifact WHERE bytes = 'shared bytes'` };
    expect(await database.run(winning)).toHaveLength(1);
  });

  it('leaves no alias pointing to a version that was deleted at that moment', async () => {
    const aliases = new Aliases(database);
    const model = { namespace: 'default', model: 'aliased' };
    const seen = new Set<string>();
    for (let version = 1; version <= 20; version++) {
      await publishers[0].publish(draft('aliased', `aliased ${version}`), passes, { repeat: true });
      const [moved, removed] = await Promise.allSettled([
        aliases.move(model, { alias: 'production', version }),
        removals.remove(model, version),
      ]);
      seen.add(`${moved.status} ${removed.status}`);
      const dangling = await database.run({
        text: `SELECT a.name FROM alias a JOIN version v ON v.model_id = a.model_id AND v.number = a.version_number
               WHERE v.deleted_at IS NOT NULL`,
      });
      expect(dangling).toEqual([]);
    }
    expect([...seen].every((one) => ['fulfilled rejected', 'rejected fulfilled'].includes(one))).toBe(true);
  });
});
