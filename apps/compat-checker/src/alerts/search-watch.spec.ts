import { describe, expect, it } from '@jest/globals';
import { parseModel } from '@sigcat/compat';
import { digestOf } from '@sigcat/core';
import { Problem, type ProblemCode } from '@sigcat/problems';
import { type Versions } from '@sigcat/storage';
import { SearchWatch } from './search-watch';

const version: Awaited<ReturnType<Versions['get']>> = {
  namespace: 'shop',
  model: 'fraud',
  number: 2,
  revision: '1 1',
  format: 'saved-model',
  frameworkVersion: '',
  fingerprint: null,
  digest: digestOf(''),
  size: 0,
  packaging: 'file',
  mainFile: '',
  labels: {},
  deprecation: null,
  aliases: [],
  verdict: 'compatible',
  baseline: null,
  publishedAt: new Date(0),
  signatures: parseModel('f(x: float32[?]) -> (y: float32[?])'),
};

/** Watches one search for drop-ins, of a version that cannot be read. */
function watchWithout(baseline: ProblemCode): SearchWatch {
  return new SearchWatch(
    { searchesListenedTo: () => Promise.resolve([{ name: 'fits', search: { drop_in_for: 'shop/old@1' } }]) },
    {
      get: ({ model }) =>
        model === 'old'
          ? Promise.reject(new Problem(baseline, 'It cannot be read.'))
          : Promise.resolve(version),
    },
  );
}

describe('a search for drop-ins', () => {
  it.each(['model-not-found', 'version-not-found', 'alias-not-found'] as const)(
    'finds nothing where its baseline has been deleted: %s',
    async (code) => {
      expect(await watchWithout(code).findingNew({ ...version, version: 2 })).toEqual([]);
    },
  );

  it('is held against the version later where the database does not answer', async () => {
    await expect(
      watchWithout('database-unavailable').findingNew({ ...version, version: 2 }),
    ).rejects.toMatchObject({ code: 'database-unavailable' });
  });
});

describe('a search for aliases', () => {
  const watch = new SearchWatch(
    {
      searchesListenedTo: () =>
        Promise.resolve([{ name: 'used', search: { q: '*', filter: 'alias IN (staging, prod)' } }]),
    },
    { get: () => Promise.resolve({ ...version, aliases: ['prod', 'staging'] }) },
  );

  it.each([
    ['the first of them points to', 'staging', [], ['used']],
    ['already, when the next one does', 'prod', ['staging'], []],
    ['not, for another alias', 'canary', [], []],
  ])('finds a version that %s, whatever does by now', async (_, alias, others, names) => {
    const found = await watch.findingMoved({ namespace: 'shop', model: 'fraud', version: 2, alias, others });
    expect(found.map(({ search }) => search)).toEqual(names);
  });
});
