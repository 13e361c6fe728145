import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api } from './harness/api';
import { Contents } from './harness/contents';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;
let contents: Contents;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
  contents = await Contents.of(sigcat.databaseUrl, sigcat.dataDir);
});

afterAll(async () => {
  await contents.close();
  await sigcat.end();
});

const at = (model: string): { namespace: string; model: string } => ({ namespace: 'default', model });

/** A model that takes rows of so many features. */
const features = (count: number | string, ...more: readonly string[]): Uint8Array =>
  savedModel(`f(x: float32[?,${count}]) -> (y: float32[?])`, ...more);
const extra = 'g(z: int64[]) -> ()';

async function configure(model: string, body: object): Promise<void> {
  expect((await api.ask('putModelConfig', { params: at(model), body })).status).toBe(200);
}

/** Publishes these whatever they break. */
async function publishAll(model: string, ...versions: readonly Uint8Array[]): Promise<void> {
  await configure(model, { mode: 'NONE' });
  for (const version of versions) expect((await api.publish(model, version)).status).toBe(201);
}

describe('a transitive mode', () => {
  it('finds a break that was let through before, with every version that it concerns', async () => {
    await publishAll('lapsed', features(3), features(3, extra), features(4));
    await configure('lapsed', { mode: 'BACKWARD_TRANSITIVE' });
    const before = await contents.inventory();
    const refused = await api.publish('lapsed', features(4, extra));
    expect(refused).toMatchObject({
      status: 409,
      problem: {
        code: 'signature-incompatible',
        detail:
          'Version 4 of default/lapsed is incompatible with versions 1, 2 (BACKWARD_TRANSITIVE): 1 error.',
        report: {
          verdict: 'incompatible',
          mode: 'BACKWARD_TRANSITIVE',
          baseline_version: 3,
          candidate_version: 4,
          compared_with: [1, 2, 3],
          offending: [1, 2],
          counts: { error: 1 },
          next_version: 'minor',
          findings: [
            { rule: 'input-dim-changed', level: 'error', against: [1, 2] },
            { rule: 'signature-added', level: 'info', against: [1, 3] },
          ],
        },
      },
    });
    expect(await contents.inventory()).toEqual(before);

    await configure('lapsed', { mode: 'BACKWARD' });
    expect(await api.publish('lapsed', features(4, extra))).toMatchObject({
      status: 201,
      json: { version: 4, report: { compared_with: [3], offending: [], verdict: 'compatible' } },
    });
  });

  it('does not look at versions that are deleted, and stores what was judged', async () => {
    await publishAll('pruned', features(3), features(4));
    await configure('pruned', { mode: 'FULL_TRANSITIVE', transport: 'tensor' });
    expect((await api.publish('pruned', features(4), { if_exists: 'create' })).status).toBe(409);
    await api.ask('deleteVersion', { params: { ...at('pruned'), version: 1 } });
    const published = await api.publish('pruned', features(4), { if_exists: 'create' });
    expect(published).toMatchObject({
      status: 201,
      json: {
        version: 3,
        report: { mode: 'FULL_TRANSITIVE', transports: ['tensor'], compared_with: [2], findings: [] },
      },
    });
    const stored = await api.ask('getReport', { params: { ...at('pruned'), version: 3 } });
    expect(stored.json).toEqual(published.json.report);
  });

  it('rehearses against all too', async () => {
    await publishAll('rehearsed', features(3), features(4));
    await configure('rehearsed', { mode: 'BACKWARD_TRANSITIVE' });
    expect(await api.publish('rehearsed', features(4, extra), { dry_run: true })).toMatchObject({
      status: 200,
      json: { outcome: 'refused', version: 3, report: { compared_with: [1, 2], offending: [1] } },
    });
  });

  it('judges publishers at once against each other', async () => {
    await configure('crowded', { mode: 'FULL_TRANSITIVE' });
    const answers = await Promise.all([3, 4, 5, 6].map((count) => api.publish('crowded', features(count))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });
});

describe('the mode', () => {
  it('says who must not break: callers of the baseline, of the candidate, or both', async () => {
    const [two, one] = [
      savedModel('f() -> (a: int64[], b: int64[], c: int64[])'),
      savedModel('f() -> (a: int64[], b: int64[])'),
    ];
    const outcome = async (mode: string): Promise<number> => {
      const model = mode.toLowerCase();
      await publishAll(model, two);
      await configure(model, { mode });
      return (await api.publish(model, one)).status;
    };
    expect(await outcome('BACKWARD')).toBe(409);
    expect(await outcome('FORWARD')).toBe(201);
    expect(await outcome('FULL')).toBe(409);
    expect(await outcome('NONE')).toBe(201);
  });
});

describe('the transport', () => {
  it('says which callers there are', async () => {
    const [narrow, wide] = [savedModel('f(x: int32[]) -> ()'), savedModel('f(x: int64[]) -> ()')];
    await publishAll('typed', narrow);
    await configure('typed', { transport: 'tensor' });
    expect((await api.publish('typed', wide)).status).toBe(409);
    await configure('typed', { transport: 'json' });
    expect(await api.publish('typed', wide)).toMatchObject({
      status: 201,
      json: {
        report: {
          transports: ['json'],
          findings: [{ level: 'info', levels: { backward: { tensor: 'error', json: 'info' } } }],
        },
      },
    });
  });
});

describe('extra inputs', () => {
  it('may be ignored by the servers that there are', async () => {
    const [two, one] = [savedModel('f(a: int64[], b: int64[]) -> ()'), savedModel('f(a: int64[]) -> ()')];
    await publishAll('extras', two);
    await configure('extras', { transport: 'tensor' });
    expect((await api.publish('extras', one)).status).toBe(409);
    await configure('extras', { transport: 'tensor', extra_inputs: 'ignore' });
    expect((await api.publish('extras', one)).status).toBe(201);
  });
});

describe('severities', () => {
  it('take the place of the levels of rules', async () => {
    await publishAll('severe', features(3));
    await configure('severe', { severities: { 'input-dim-changed': 'warning', 'signature-added': 'error' } });
    expect(await api.publish('severe', features(4))).toMatchObject({
      status: 201,
      json: { verdict: 'undecided', report: { findings: [{ level: 'warning' }] } },
    });
    expect(await api.publish('severe', features(4, extra))).toMatchObject({
      status: 409,
      json: { findings: [{ rule: 'signature-added', level: 'error' }] },
    });
  });
});

describe('the baseline', () => {
  it('is the version of an alias, and the latest one while there is no such alias', async () => {
    await publishAll('served', features(3), features(4));
    await configure('served', { baseline: '@production' });
    expect(await api.publish('served', features(3, extra))).toMatchObject({
      status: 409,
      json: { report: { baseline_version: 2 } },
    });
    await api.ask('putAlias', { params: { ...at('served'), alias: 'production' }, body: { version: 1 } });
    expect(await api.publish('served', features(3, extra))).toMatchObject({
      status: 201,
      json: { version: 3, baseline_version: 1, report: { baseline_version: 1, compared_with: [1] } },
    });
    expect(await api.publish('served', features(4, extra))).toMatchObject({
      status: 409,
      json: { report: { baseline_version: 1, offending: [1] } },
    });
  });

  it('is found whatever the alias is called', async () => {
    await publishAll('atest', features(3), features(4));
    await api.ask('putAlias', { params: { ...at('atest'), alias: 'atest' }, body: { version: 1 } });
    await configure('atest', { baseline: 'latest' });
    expect(await api.publish('atest', features(4, extra))).toMatchObject({
      status: 201,
      json: { baseline_version: 2 },
    });
  });
});

describe('a gated alias', () => {
  const move = (model: string, version: number, alias = 'production'): Promise<Answer<'putAlias'>> =>
    api.ask('putAlias', { params: { ...at(model), alias }, body: { version } });
  const production = async (model: string): Promise<number | undefined> =>
    (await api.ask('getModel', { params: at(model) })).json.aliases['production'];

  it('moves only where the version may replace the one that it points to', async () => {
    await publishAll('gated', features(3), features(3, extra), features(4));
    await configure('gated', { gate_aliases: ['production'] });
    expect(await move('gated', 1)).toMatchObject({ status: 200, json: { report: null } });
    const before = await contents.inventory();
    const refused = await move('gated', 3);
    expect(refused).toMatchObject({
      status: 409,
      problem: {
        code: 'signature-incompatible',
        detail: 'Version 3 of default/gated is incompatible with version 1 (BACKWARD): 1 error.',
        alias: 'production',
        report: { baseline_version: 1, candidate_version: 3, offending: [1] },
        findings: [{ rule: 'input-dim-changed', against: [1] }],
      },
    });
    expect(await contents.inventory()).toEqual(before);
    expect(await production('gated')).toBe(1);

    expect(await move('gated', 3, 'staging')).toMatchObject({ status: 200, json: { report: null } });
    expect(await move('gated', 1, 'staging')).toMatchObject({ status: 200, json: { report: null } });
    expect(await move('gated', 2)).toMatchObject({
      status: 200,
      json: {
        previous_version: 1,
        report: { verdict: 'compatible', compared_with: [1], findings: [{ rule: 'signature-added' }] },
      },
    });
    const { rows } = await contents.sql.query<{ data: unknown }>(
      `SELECT data FROM event WHERE subject = 'default/gated@production' ORDER BY id DESC LIMIT 1`,
    );
    expect(rows[0]?.data).toMatchObject({
      version: 2,
      before: 1,
      verdict: 'compatible',
      counts: { info: 1 },
    });
  });

  it('is judged by the settings in effect, one version against the other', async () => {
    await publishAll('moded', features(3), features(4), features(5));
    await configure('moded', { mode: 'NONE', gate_aliases: ['production'] });
    await move('moded', 2);
    expect(await move('moded', 1)).toMatchObject({
      status: 200,
      json: { report: { verdict: 'incompatible', mode: 'NONE' } },
    });
    await configure('moded', { mode: 'BACKWARD_TRANSITIVE', gate_aliases: ['production'] });
    expect(await move('moded', 3)).toMatchObject({
      status: 409,
      json: { report: { compared_with: [1], offending: [1] } },
    });
  });

  it('moves once what stands against it is approved', async () => {
    await publishAll('approved', features(3), features(4));
    await configure('approved', { gate_aliases: ['production'] });
    await move('approved', 1);
    const { problem } = await move('approved', 2);
    await api.ask('createApproval', {
      params: at('approved'),
      body: { fingerprint: problem.findings?.[0]?.fingerprint, approver: 'ada', reason: 'all callers moved' },
    });
    expect(await move('approved', 2)).toMatchObject({
      status: 200,
      json: { report: { verdict: 'compatible', approved: { error: 1 } } },
    });
  });

  it('cannot be deleted, as it could then be made anew anywhere', async () => {
    await publishAll('kept', features(3), features(4));
    await configure('kept', { gate_aliases: ['production'] });
    await move('kept', 1);
    const remove = (): Promise<Answer> =>
      api.ask('deleteAlias', { params: { ...at('kept'), alias: 'production' } });
    expect(await remove()).toMatchObject({ status: 409, json: { code: 'alias-gated' } });
    expect(await production('kept')).toBe(1);
    await configure('kept', {});
    expect(await remove()).toMatchObject({ status: 204 });
    expect(await remove()).toMatchObject({ status: 404, json: { code: 'alias-not-found' } });
  });

  it('does not let two moves at once pass that do not follow on each other', async () => {
    // From the first version each of the others can follow, but neither can follow the other.
    await publishAll('raced', features(3), features('?'), features(3, extra));
    for (let round = 0; round < 5; round++) {
      await configure('raced', {});
      await move('raced', 1);
      await configure('raced', { gate_aliases: ['production'] });
      const answers = await Promise.all([move('raced', 2), move('raced', 3)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });
});
