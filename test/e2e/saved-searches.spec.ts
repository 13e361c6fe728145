import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Answer } from './harness/api';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
  for (const model of ['a/fraud', 'b/fraud']) {
    await api.publish(model, savedModel('f(x: float32[?,3]) -> (y: float32[?])'), { label: 'team=risk' });
  }
  const params = { namespace: 'a', model: 'fraud', alias: 'production' };
  await api.ask('putAlias', { params, body: { version: 1 } });
});

afterAll(async () => {
  await sigcat.end();
});

const put = (name: string, body: unknown): Promise<Answer<'putSearch'>> =>
  api.ask('putSearch', { params: { name }, body });

const versions = async (query: Record<string, string>): Promise<string[]> => {
  const { json, status } = await api.ask('searchSignatures', { query });
  expect(status).toBe(200);
  return json.items.flatMap((hit) => hit.versions.map(({ namespace }) => namespace));
};

describe('a search', () => {
  it('is saved, found again, replaced and deleted', async () => {
    const params = { name: 'rows-of-3' };
    const search = { q: '(x: float32[8,3])', relation: 'accepts', namespace: 'a', label: ['team=risk'] };
    const made = await put('rows-of-3', { search, description: 'Who takes our rows?' });
    expect(made).toMatchObject({
      status: 201,
      json: { name: 'rows-of-3', description: 'Who takes our rows?', search },
    });
    expect((await api.ask('getSearch', { params })).json).toEqual(made.json);
    expect(await versions({ saved: 'rows-of-3' })).toEqual(['a']);

    const replaced = await put('rows-of-3', { search: { q: '(x: float32[8,3])' } });
    expect(replaced).toMatchObject({
      status: 200,
      json: { description: '', search: { q: '(x: float32[8,3])' }, created_at: made.json.created_at },
    });
    expect(replaced.json.search).not.toHaveProperty('namespace');
    expect(replaced.json.updated_at > made.json.updated_at).toBe(true);
    expect(await versions({ saved: 'rows-of-3' })).toEqual([]);

    expect((await api.ask('deleteSearch', { params })).status).toBe(204);
    for (const id of ['getSearch', 'deleteSearch'] as const) {
      expect(await api.ask(id, { params })).toMatchObject({
        status: 404,
        problem: { code: 'search-not-found' },
      });
    }
    expect(await api.ask('searchSignatures', { query: { saved: 'rows-of-3' } })).toMatchObject({
      status: 404,
    });
  });

  it('is run as it was written, page by page', async () => {
    await put('all', { search: { q: '(float32)', filter: `label.team = 'risk'` } });
    expect(await versions({ saved: 'all', page_size: '1' })).toEqual(['b', 'a']);
    await put('pinned', { search: { q: '*', alias: 'prod*' } });
    expect(await versions({ saved: 'pinned' })).toEqual(['a']);
  });

  it('is for what could take the place of a version that an alias points to', async () => {
    await put('next', { search: { drop_in_for: 'a/fraud@production', namespace: 'b' } });
    expect(await versions({ saved: 'next' })).toEqual(['b']);
  });

  it('is listed by its name', async () => {
    for (const name of ['zz-1', 'zz-2', 'zz-3']) await put(name, { search: { q: '*' } });
    const names: string[] = [];
    let token: string | undefined;
    do {
      const query = { page_size: '2', ...(token !== undefined && { page_token: token }) };
      const { json } = await api.ask('listSearches', { query });
      names.push(...json.items.map(({ name }) => name));
      token = json.next_page_token;
    } while (token !== undefined);
    expect(names).toEqual([...names].sort());
    expect(names.filter((name) => name.startsWith('zz-'))).toEqual(['zz-1', 'zz-2', 'zz-3']);
  });

  it.each<[unknown, number, object]>([
    [{ search: { q: '(x: float32[' } }, 400, { code: 'invalid-query', position: 12 }],
    [{ search: { q: '*', filter: 'a = b' } }, 400, { code: 'invalid-filter', position: 0 }],
    [
      { search: { q: '*', published_since: 'soon' } },
      400,
      { code: 'invalid-filter', errors: [{ at: 'body/search/published_since' }] },
    ],
    [{ search: { q: '*', drop_in_for: 'a/fraud@1' } }, 400, { code: 'invalid-request' }],
    [{ search: { drop_in_for: 'a/fraud@1', relation: 'matches' } }, 400, { code: 'invalid-request' }],
    [{ search: {} }, 400, { code: 'invalid-request' }],
    [{ search: { saved: 'all' } }, 400, { code: 'invalid-request' }],
    [{ search: { q: '*', page_size: 3 } }, 400, { code: 'invalid-request' }],
    [{ search: { drop_in_for: 'a/fraud@2' } }, 404, { code: 'version-not-found' }],
    [{ search: { drop_in_for: 'a/fraud@staging' } }, 404, { code: 'alias-not-found' }],
    [{ search: { drop_in_for: 'c/fraud@1' } }, 404, { code: 'model-not-found' }],
    [{ search: { q: 'f\0' } }, 400, { code: 'invalid-request' }],
    [{ search: { q: '"f\\u0000"()' } }, 400, { code: 'invalid-query', position: 0 }],
    [{}, 400, { code: 'invalid-request' }],
  ])('is not saved as %j', async (body, status, problem) => {
    expect(await put('wrong', body)).toMatchObject({ status, problem });
    expect((await api.ask('getSearch', { params: { name: 'wrong' } })).status).toBe(404);
  });

  it.each(['a b', '', '-', 'x'.repeat(129), 'ä'])('is not saved under the name %j', async (name) => {
    expect((await put(name, { search: { q: '*' } })).status).toBeGreaterThanOrEqual(400);
  });

  it.each<[Record<string, string>]>([
    [{ saved: 'all', q: '*' }],
    [{ saved: 'all', namespace: 'a' }],
    [{ saved: 'all', label: 'team' }],
    [{ saved: 'all', relation: 'exact' }],
  ])('is not run by its name with other terms: %j', async (query) => {
    expect(await api.ask('searchSignatures', { query })).toMatchObject({
      status: 400,
      problem: { code: 'invalid-request' },
    });
  });
});
