import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { Database } from '../database';
import { draftOf } from '../testing/drafts';
import { passes } from '../testing/judges';
import { Aliases } from './aliases';
import { Approvals } from './approvals';
import { Configs, mergeSettings } from './configs';
import { Judging } from './judging';
import { Models } from './models';
import { Publishing } from './publishing';
import { Removals } from './removals';
import { PartsOfNames } from './part-of-name';
import { Signatures } from './signatures';

let test: TestDatabase;
let database: Database;
let judging: Judging;

const model = { namespace: 'default', model: 'lined' };
/** Version 4 is deleted; `middle` points to 2. */
beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({ url: test.url, poolSize: 4, statementTimeoutMs: 5_000, connectTimeoutMs: 5_000 });
  const signatures = new Signatures();
  const publishing = new Publishing(database, signatures);
  const notations = ['f(x: int64[1]) -> ()', 'f(x: int64[2]) -> ()', 'f(x: int64[1]) -> ()', 'g() -> ()'];
  for (const [i, notation] of notations.entries()) {
    await publishing.publish(draftOf('lined', `bytes ${i}`, notation), passes, { repeat: false });
  }
  await new Removals(database).remove(model, 4);
  await new Aliases(database, signatures).move(model, { alias: 'middle', version: 2 }, passes);
  // Another cache: all is read from the tables.
  judging = new Judging(database, new Signatures());
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

describe('the baseline', () => {
  it.each([
    ['latest', undefined, 3],
    ['latest', 3, 2],
    ['latest', 1, undefined],
    ['@middle', undefined, 2],
    ['@middle', 2, 2],
    ['@nowhere', undefined, 3],
    ['@nowhere', 2, 1],
  ])('of %s before %s is %s', async (setting, before, version) => {
    expect((await judging.baseline(model, setting, before))?.version).toBe(version);
  });

  it('is none for a model that is not there', async () => {
    expect(await judging.baseline({ ...model, model: 'nobody' }, '@middle')).toBeUndefined();
  });
});

describe('the versions before', () => {
  it('are all but those that are deleted, each with its signatures, equal ones the same', async () => {
    const all = await judging.allBefore(model);
    expect(all.map(({ version }) => version)).toEqual([1, 2, 3]);
    const [first, second, third] = all.map(({ signatures }) => signatures);
    expect(first?.graphs[0]?.signatures[0]?.signature.inputs[0]?.shape).toEqual({
      rank: 'known',
      dims: [{ kind: 'fixed', size: 1 }],
    });
    expect(first).toBe(third);
    expect(second).not.toEqual(third);
    expect((await judging.allBefore(model, 3)).map(({ version }) => version)).toEqual([1, 2]);
    expect(await judging.allBefore({ ...model, model: 'nobody' })).toEqual([]);
  });
});

describe('the terms', () => {
  it('are the settings of all levels, the nearest first, and the approvals that hold', async () => {
    const configs = new Configs(database);
    const approvals = new Approvals(database);
    await configs.put({}, { mode: 'NONE', transport: 'json' });
    await configs.put({ namespace: 'default' }, { mode: 'FULL' });
    await configs.put(model, { severities: { 'input-added': 'info' } });
    await configs.put({ namespace: 'elsewhere' }, { mode: 'FORWARD' });
    const approval = { approver: 'ada', reason: 'agreed', expiresAt: null };
    await approvals.add(model, { ...approval, fingerprint: '0000000000000001' });
    const expiresAt = new Date('2999-01-01T00:00:00Z');
    await approvals.add(model, { ...approval, fingerprint: '0000000000000002', expiresAt });
    await database.run({
      text: `INSERT INTO approval (model_id, fingerprint, approver, reason, expires_at)
             SELECT id, '0000000000000003', 'ada', 'over', now() - interval '1 s' FROM model`,
    });
    await new Models(database, new PartsOfNames(database)).put({ ...model, model: 'other' }, {});
    await approvals.add({ ...model, model: 'other' }, { ...approval, fingerprint: '0000000000000004' });

    const terms = await judging.terms(model);
    expect(terms.settings).toEqual({
      mode: 'FULL',
      transport: 'json',
      severities: { 'input-added': 'info' },
    });
    const byFingerprint = [...terms.approvals.approvals].sort((a, b) =>
      a.fingerprint < b.fingerprint ? -1 : 1,
    );
    expect(byFingerprint).toEqual([
      { ...approval, fingerprint: '0000000000000001' },
      { ...approval, fingerprint: '0000000000000002', expiresAt },
    ]);
    expect(Math.abs(terms.approvals.now.getTime() - Date.now())).toBeLessThan(60_000);
    expect((await judging.terms({ ...model, model: 'nobody' })).approvals.approvals).toEqual([]);
  });
});

describe('settings', () => {
  it('are those of the nearest level, the severity of each rule by itself', () => {
    const merged = mergeSettings([
      { mode: 'NONE', baseline: '@a', severities: { 'input-added': 'info', 'input-removed': 'info' } },
      { mode: 'FULL', severities: { 'input-added': 'hidden' } },
      { gate_aliases: ['b'] },
    ]);
    expect(merged).toEqual({
      mode: 'FULL',
      baseline: '@a',
      severities: { 'input-added': 'hidden', 'input-removed': 'info' },
      gate_aliases: ['b'],
    });
  });
});
