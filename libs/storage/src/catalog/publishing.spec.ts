import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Database } from '../database';
import { draftOf } from '../testing/drafts';
import { passes, refuses } from '../testing/judges';
import { Aliases } from './aliases';
import { Configs } from './configs';
import { type Grounds, type Judge } from './judgement';
import { type Publication, Publishing } from './publishing';
import { Removals } from './removals';
import { PartsOfNames } from './part-of-name';
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

const numberOf = ({ outcome, number }: Publication): string => `${outcome} ${number}`;

describe('publishing', () => {
  it('gives publishers of two processes consecutive numbers, each judged against the one before', async () => {
    const judged = new Map<number, number | undefined>();
    const judge: Judge = (candidate, grounds) => {
      judged.set(candidate.version, grounds.predecessors[0]?.version);
      const { refused, report } = passes(candidate, grounds);
      return { refused, report: { ...report, candidate: candidate.version } };
    };
    const published = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (publishers[i % 2] ?? publishers[0]).publish(
          draftOf('shared', `bytes ${i}`, `f(x: int64[${Math.floor(i / 4)}]) -> ()`),
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

  it.each([
    ['broken off for others a few times', '40001', 7, 'created 1'],
    ['ended in deadlocks', '40P01', 7, 'created 1'],
    ['without room', '53100', 1, 'storage-full'],
  ])('that is %s ends well, or with what there is to do', async (_, state, times, expected) => {
    const [name] = expected.split(' ');
    const model = `troubled-${state.toLowerCase()}`;
    await database.run({ text: `CREATE SEQUENCE trouble` });
    await database.run({
      text: `CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
               IF nextval('trouble') <= ${times} THEN RAISE EXCEPTION 'x' USING ERRCODE = '${state}'; END IF;
               RETURN NEW;
             END $$`,
    });
    await database.run({
      text: `CREATE TRIGGER trouble BEFORE INSERT ON version FOR EACH ROW EXECUTE FUNCTION trouble()`,
    });
    try {
      const publishing = publishers[0].publish(draftOf(model, model), passes, { repeat: false });
      const ended = await publishing.then(numberOf, (error: unknown) => error);
      expect(ended).toEqual(name === 'created' ? expected : expect.objectContaining({ code: expected }));
    } finally {
      await database.run({ text: 'DROP FUNCTION trouble CASCADE' });
      await database.run({ text: 'DROP SEQUENCE trouble' });
    }
    const versions = await database.run({
      text: `SELECT v.number FROM version v JOIN model m ON m.id = v.model_id WHERE m.name = '${model}'`,
    });
    expect(versions).toEqual(name === 'created' ? [{ number: 1 }] : []);
  });

  it('answers with the version as it is read later', async () => {
    const publication = await publishers[0].publish(draftOf('told', 'told'), passes, { repeat: false });
    if (publication.outcome !== 'created') throw new Error('it was not created');
    const read = await new Versions(database, new Signatures(), new PartsOfNames(database)).get(
      { namespace: 'default', model: 'told' },
      { by: 'latest' },
    );
    const { tagSet, signatures } = publication.version.signatures.graphs[0] ?? {};
    expect({
      ...publication.version,
      signatures: { format: 'saved-model', graphs: [{ tagSet, signatures }] },
    }).toEqual({ ...read, revision: undefined });
  });

  it('writes those that come at once together, each with what is its own, and not the one that cannot be', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `crowd-${i}`);
    const versions = new Versions(database, new Signatures(), new PartsOfNames(database));
    const statements = jest.spyOn(database, 'run');
    for (const round of [1, 2]) {
      const drafts = names.map((model, i) => ({
        ...draftOf(model, `crowd ${round} ${Math.floor(i / 2)}`, `f${i}(x: int64[${i}]) -> ()`),
        // PostgreSQL keeps no NUL in its JSON.
        labels: { round: i === 7 ? '\0' : `${round}` },
      }));
      statements.mockClear();
      const published = await Promise.allSettled(
        drafts.map((draft) => publishers[0].publish(draft, passes, { repeat: true })),
      );
      expect(published.map(({ status }) => status)).toEqual(
        names.map((_, i) => (i === 7 ? 'rejected' : 'fulfilled')),
      );
      const inserts = statements.mock.calls.filter(([{ name = '' }]) => name.startsWith('publish-insert'));
      expect(inserts.length).toBeLessThan(40);
      for (const [i, model] of names.entries()) {
        if (i === 7) continue;
        const { digest } = drafts[i]?.artifact ?? {};
        const read = await versions.get({ namespace: 'default', model }, { by: 'latest' });
        expect(read).toMatchObject({ number: round, digest, labels: { round: `${round}` } });
        expect(read.signatures.graphs[0]?.signatures[0]).toMatchObject({ key: `f${i}` });
      }
    }
    statements.mockRestore();
    const refused = { text: `SELECT FROM model WHERE name = 'crowd-7'` };
    expect(await database.run(refused)).toEqual([]);
    const rows = await database.run<{ key: string; name: string }>({
      text: `SELECT s.key, m.name FROM model m JOIN version v ON v.model_id = m.id AND v.number = 2
               JOIN version_signature s ON s.version_id = v.id JOIN latest_signature l ON l.version_id = v.id
               JOIN report r ON r.version_id = v.id JOIN graph g ON g.version_id = v.id
               JOIN event e ON e.subject = m.namespace || '/' || m.name || '@2'
             WHERE m.name LIKE 'crowd-%'`,
    });
    expect(rows.map(({ key, name }) => `${name} ${key}`).sort()).toEqual(
      names.flatMap((name, i) => (i === 7 ? [] : [`${name} f${i}`])).sort(),
    );
  });

  it('makes one version of the same bytes published at once', async () => {
    const published = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        (publishers[i % 2] ?? publishers[0]).publish(draftOf('same', 'same'), passes, { repeat: false }),
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
    const refused = draftOf('refused', 'refused', 'g(z: string[7]) -> ()');
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
    await publishers[0].publish(draftOf('losing', 'shared bytes'), passes, { repeat: true });
    await removals.remove(losing, 1);
    const slow = 'CREATE TRIGGER slow BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION be_slow()';
    await database.run({ text: slow });
    const publishing = publishers[0].publish(draftOf('winning', 'shared bytes'), passes, { repeat: true });
    await setTimeout(100);
    await removals.erase(losing, 1);
    expect(await publishing).toMatchObject({ outcome: 'created', number: 1 });
    await database.run({ text: 'DROP TRIGGER slow ON event' });
    const winning = { text: `SELECT bytes FROM artifact WHERE bytes = 'shared bytes'` };
    expect(await database.run(winning)).toHaveLength(1);
  });

  it('judges against all versions there are where the mode is transitive, by one statement more', async () => {
    const model = { namespace: 'default', model: 'transitive' };
    const seen: Grounds[] = [];
    const judge: Judge = (candidate, grounds) => {
      seen.push(grounds);
      return passes(candidate, grounds);
    };
    const statements = jest.spyOn(database, 'run');
    const publish = async (content: string): Promise<number> => {
      statements.mockClear();
      await publishers[0].publish(draftOf('transitive', content), judge, { repeat: true });
      return statements.mock.calls.length;
    };
    for (const content of ['1', '2', '3']) await publish(content);
    expect(await publish('4')).toBe(2);
    await removals.remove(model, 2);
    await new Configs(database).put(model, { mode: 'FULL_TRANSITIVE' });
    expect(await publish('5')).toBe(3);
    statements.mockRestore();
    const versions = seen.map(({ predecessors }) => predecessors.map(({ version }) => version));
    expect(versions).toEqual([[], [1], [2], [3], [1, 3, 4]]);
    expect(seen.at(-1)?.baseline).toBe(4);
  });

  it('leaves no alias pointing to a version that was deleted at that moment', async () => {
    const aliases = new Aliases(database, new Signatures());
    const model = { namespace: 'default', model: 'aliased' };
    const seen = new Set<string>();
    for (let version = 1; version <= 20; version++) {
      await publishers[0].publish(draftOf('aliased', `aliased ${version}`), passes, { repeat: true });
      const [moved, removed] = await Promise.allSettled([
        aliases.move(model, { alias: 'production', version }, passes),
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
