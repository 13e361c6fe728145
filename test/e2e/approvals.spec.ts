import { setTimeout as wait } from 'node:timers/promises';
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
const base = savedModel('f(x: float32[?,3]) -> (y: float32[?])');
/** Two errors: the input, and the output. */
const breaking = savedModel('f(x: float32[?,4]) -> (y: int64[?])');

const approve = (
  model: string,
  fingerprint: string | undefined,
  more: object = {},
): Promise<Answer<'createApproval'>> =>
  api.ask('createApproval', {
    params: at(model),
    body: { fingerprint, approver: 'ada@example.org', reason: 'its only caller was changed', ...more },
  });

/** Publishes a first version and tells the fingerprints of what the second breaks. */
async function refused(model: string): Promise<string[]> {
  await api.publish(model, base);
  const { status, problem } = await api.publish(model, breaking);
  expect(status).toBe(409);
  return (problem.findings ?? []).map(({ fingerprint }) => fingerprint);
}

describe('an approval', () => {
  it('lets a version pass that is refused without it; the finding stays, marked', async () => {
    const [input, output] = await refused('accepted');
    const approval = await approve('accepted', input, { expires_at: '2999-01-01T00:00:00+01:00' });
    expect(approval).toMatchObject({
      status: 201,
      json: {
        id: expect.stringMatching(/^\d+$/),
        fingerprint: input,
        approver: 'ada@example.org',
        reason: 'its only caller was changed',
        expires_at: '2998-12-31T23:00:00.000Z',
      },
    });
    expect(await api.publish('accepted', breaking)).toMatchObject({
      status: 409,
      json: { report: { counts: { error: 1 }, approved: { error: 1 } } },
    });
    await approve('accepted', output);
    const published = await api.publish('accepted', breaking);
    const held = { approver: 'ada@example.org', reason: 'its only caller was changed' };
    expect(published).toMatchObject({
      status: 201,
      json: {
        verdict: 'compatible',
        report: {
          verdict: 'compatible',
          counts: { error: 0 },
          approved: { error: 2 },
          offending: [],
          next_version: 'major',
          findings: [
            {
              level: 'error',
              fingerprint: input,
              approval: { ...held, expires_at: '2998-12-31T23:00:00.000Z' },
            },
            { level: 'error', fingerprint: output, approval: { ...held, expires_at: null } },
          ],
        },
      },
    });
    const report = await api.ask('getReport', { params: { ...at('accepted'), version: 2 } });
    expect(report.json).toEqual(published.json.report);
    const diff = await api.ask('diffVersions', { params: at('accepted'), query: { from: 1, to: 2 } });
    expect(diff.json).toMatchObject({ verdict: 'compatible', approved: { error: 2 } });
    const { rows } = await contents.sql.query<{ data: unknown }>(
      `SELECT data FROM event WHERE subject = 'default/accepted@2'`,
    );
    expect(rows[0]?.data).toMatchObject({ counts: { error: 0 }, approved: { error: 2 }, baseline: 1 });
  });

  it('can be taken for given, for a rehearsal and a comparison alone', async () => {
    const approving = await refused('assumed');
    const rehearsed = await api.publish('assumed', breaking, { dry_run: true, approving });
    expect(rehearsed).toMatchObject({
      status: 200,
      json: { outcome: 'created', report: { counts: { error: 0 }, approved: { error: 2 } } },
    });
    const published = await api.publish('assumed', breaking, { approving });
    expect(published).toMatchObject({
      status: 400,
      problem: { code: 'invalid-request', errors: [{ at: 'query/approving' }] },
    });
    expect((await api.publish('assumed', breaking)).status).toBe(409);

    await api.ask('putModelConfig', { params: at('assumed'), body: { mode: 'NONE' } });
    expect((await api.publish('assumed', breaking)).status).toBe(201);
    const diff = async (query: object): Promise<unknown> =>
      (await api.ask('diffVersions', { params: at('assumed'), query: { from: 1, to: 2, ...query } })).json;
    expect(await diff({})).toMatchObject({ counts: { error: 2 }, approved: { error: 0 } });
    expect(await diff({ approving })).toMatchObject({ counts: { error: 0 }, approved: { error: 2 } });
    expect((await api.ask('listApprovals', { params: at('assumed') })).json.items).toEqual([]);
  });

  it('holds for its model alone', async () => {
    const fingerprints = await refused('mine');
    await api.publish('theirs', base);
    for (const fingerprint of fingerprints) await approve('theirs', fingerprint);
    expect((await api.publish('mine', breaking)).status).toBe(409);
    expect((await api.publish('theirs', breaking)).status).toBe(201);
  });

  it('holds for the same change only', async () => {
    for (const fingerprint of await refused('exact')) await approve('exact', fingerprint);
    const other = savedModel('f(x: float32[?,5]) -> (y: int64[?])');
    expect(await api.publish('exact', other)).toMatchObject({
      status: 409,
      json: { report: { counts: { error: 1 }, approved: { error: 1 } } },
    });
  });

  it('holds until it expires', async () => {
    const [input, output] = await refused('timed');
    const soon = new Date(Date.now() + 1_500).toISOString();
    await approve('timed', input, { expires_at: soon });
    await approve('timed', output, { expires_at: null });
    expect(await api.publish('timed', breaking, { dry_run: true })).toMatchObject({
      json: { outcome: 'created', report: { approved: { error: 2 } } },
    });
    await wait(1_700);
    expect(await api.publish('timed', breaking)).toMatchObject({
      status: 409,
      json: { report: { counts: { error: 1 }, approved: { error: 1 } } },
    });
  });

  it('can be taken back, of its own model', async () => {
    const [input, output] = await refused('regretted');
    await approve('regretted', input);
    const { json } = await approve('regretted', output);
    const remove = (model: string): Promise<Answer> =>
      api.ask('deleteApproval', { params: { ...at(model), id: json.id } });
    await api.publish('stranger', base);
    expect(await remove('stranger')).toMatchObject({ status: 404, json: { code: 'approval-not-found' } });
    expect(await remove('regretted')).toMatchObject({ status: 204 });
    expect(await remove('regretted')).toMatchObject({ status: 404, json: { code: 'approval-not-found' } });
    expect((await api.publish('regretted', breaking)).status).toBe(409);
    const { rows } = await contents.sql.query<{ type: string; data: unknown }>(
      `SELECT type, data FROM event WHERE subject = 'default/regretted' ORDER BY id`,
    );
    expect(rows.map(({ type }) => type)).toEqual([
      'approval.created',
      'approval.created',
      'approval.deleted',
    ]);
    expect(rows[2]?.data).toMatchObject({
      id: Number(json.id),
      fingerprint: output,
      approver: 'ada@example.org',
    });
  });
});

describe('the approvals of a model', () => {
  it('are listed newest first, in pages', async () => {
    await api.publish('listed', base);
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift((await approve('listed', `000000000000000${i}`)).json.id);
    const list = (query: Record<string, string | number>): Promise<Answer<'listApprovals'>> =>
      api.ask('listApprovals', { params: at('listed'), query });
    const first = await list({ page_size: 3 });
    expect(first.json.items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    const second = await list({ page_size: 3, page_token: first.json.next_page_token ?? '' });
    expect(second.json.items.map(({ id }) => id)).toEqual(ids.slice(3));
    expect(second.json.next_page_token).toBeUndefined();
    expect(await list({ page_token: 'x' })).toMatchObject({
      status: 400,
      json: { code: 'invalid-page-token' },
    });
    expect(await list({ page_sise: 3 })).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
  });

  it('are none for a model that has none, and a mistake for one that is not there', async () => {
    await api.publish('unapproved', base);
    expect((await api.ask('listApprovals', { params: at('unapproved') })).json).toEqual({ items: [] });
    const nobody = { status: 404, json: { code: 'model-not-found' } };
    expect(await api.ask('listApprovals', { params: at('nobody') })).toMatchObject(nobody);
    expect(await approve('nobody', '0000000000000000')).toMatchObject(nobody);
  });

  it('go with the model', async () => {
    await api.ask('putModel', { params: at('gone'), body: {} });
    expect((await approve('gone', '0000000000000000')).status).toBe(201);
    expect((await api.ask('deleteModel', { params: at('gone') })).status).toBe(204);
    await api.ask('putModel', { params: at('gone'), body: {} });
    expect((await api.ask('listApprovals', { params: at('gone') })).json).toEqual({ items: [] });
  });
});

describe('a bad approval', () => {
  beforeAll(async () => {
    await api.publish('strict', base);
  });

  it.each([
    ['no fingerprint', { fingerprint: undefined }, 'body/fingerprint'],
    ['a short fingerprint', { fingerprint: 'abc' }, 'body/fingerprint'],
    ['nobody who approves', { approver: undefined }, 'body/approver'],
    ['a blank approver', { approver: ' ' }, 'body/approver'],
    ['an endless approver', { approver: 'a'.repeat(257) }, 'body/approver'],
    ['a blank reason', { reason: '\n' }, 'body/reason'],
    ['an endless reason', { reason: 'a'.repeat(4_097) }, 'body/reason'],
    ['NUL in the reason', { reason: 'a\0' }, 'body/reason'],
    ['a time that is none', { expires_at: 'tomorrow' }, 'body/expires_at'],
    ['a day that is none', { expires_at: '2999-02-30T00:00:00Z' }, 'body/expires_at'],
    ['a time that is over', { expires_at: '2020-01-01T00:00:00Z' }, 'body/expires_at'],
    ['a member nobody knows', { forever: true }, 'body'],
  ])('with %s is refused', async (_, wrong, at_) => {
    const answer = await approve('strict', '0123456789abcdef', wrong);
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid-request', errors: [{ at: at_ }] } });
    expect((await api.ask('listApprovals', { params: at('strict') })).json).toEqual({ items: [] });
  });

  it.each(['0', 'x', '1'.repeat(19)])('id is refused: %s', async (id) => {
    const answer = await api.ask('deleteApproval', { params: { ...at('strict'), id } });
    expect(answer).toMatchObject({ status: 400, json: { code: 'invalid-request' } });
  });
});
