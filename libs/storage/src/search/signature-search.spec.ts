import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseModel } from '@sigcat/compat';
import {
  clausesOf,
  fullSignature,
  parseFilter,
  parseQuery,
  search,
  token,
  typesDigest,
} from '@sigcat/search';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import fc from 'fast-check';
import { Aliases } from '../catalog/aliases';
import { Signatures } from '../catalog/signatures';
import { Database } from '../database';
import { passes } from '../testing/judges';
import { anyVersions, TestCatalogue, type VersionWritten } from '../testing/random-catalogue';
import { anyQuestion, requestOf } from '../testing/random-questions';
import { SignatureSample } from './sample';
import { type SearchRequest, type SignatureFound, SignatureSearch } from './signature-search';
import { tokenHash } from './token-hash';

jest.setTimeout(240_000);

/** An empty catalogue in a database of its own. */
class Place {
  readonly catalogue: TestCatalogue;

  private constructor(
    private readonly test: TestDatabase,
    readonly database: Database,
    readonly signatures: Signatures,
  ) {
    this.catalogue = new TestCatalogue(database, signatures);
  }

  static async empty(): Promise<Place> {
    const test = await createTestDatabase();
    const settings = { poolSize: 4, statementTimeoutMs: 20_000, connectTimeoutMs: 5_000 };
    return new Place(test, new Database({ url: test.url, ...settings }), new Signatures());
  }

  search(maxSearchCandidates = 1_000): SignatureSearch {
    return new SignatureSearch(this.database, this.signatures, {
      maxSearchCandidates,
      maxFacetSignatures: 1_000,
    });
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.test.drop();
  }
}

interface Paged {
  readonly size: number;
  /** Done between two pages. */
  readonly meanwhile?: () => Promise<void>;
}

/** All pages, one after the other. */
async function pagesOf(
  found: SignatureSearch,
  request: SearchRequest,
  { size, meanwhile }: Paged,
): Promise<SignatureFound[]> {
  const seen: SignatureFound[] = [];
  let token: string | undefined;
  do {
    const page = await found.search(request, { size, ...(token !== undefined && { token }) });
    expect(page.items.length).toBeLessThanOrEqual(size);
    seen.push(...page.items);
    token = page.nextToken;
    await meanwhile?.();
  } while (token !== undefined);
  return seen;
}

function shown({ id, extra, exactness, verdict, match, offers, moreOffers }: SignatureFound) {
  const versions = offers.map(
    ({ namespace, model, version, key, tagSet }) =>
      `${namespace}/${model}@${version} {${tagSet.join()}} ${key}`,
  );
  return { id, extra, exactness, verdict, match, versions, moreOffers };
}

/** What looking at each signature finds. */
async function expected(
  { catalogue }: Place,
  { asked, filter, universe }: SearchRequest,
): Promise<ReturnType<typeof shown>[]> {
  const { hits } = search(asked, await catalogue.all(universe), filter ? { filter } : {});
  return hits.map(({ rank, extra, exactness, verdict, match, offers }) => {
    const versions = offers.map(
      ({ version, tagSet, key }) =>
        `${version.namespace}/${version.model}@${version.version} {${tagSet.join()}} ${key}`,
    );
    const more = { versions: versions.slice(0, 5), moreOffers: versions.length > 5 };
    return { id: String(rank.id), extra, exactness, verdict, match, ...more };
  });
}

const anyBounds = fc.record({
  size: fc.constantFrom(1, 3, 7, 50),
  maxSearchCandidates: fc.constantFrom(1, 5, 1_000),
});

/** Two tokens that no query has to tell apart, and whose hashes are the same. */
const collision = {
  query: '(x: float32[12388]) -> (y: float32[])',
  text: 'serving_default(x: float32[12388], n183794: float32[2]) -> (y: float32[])',
};

describe('searching in PostgreSQL', () => {
  it('finds what looking at each signature finds, in the same order, page by page', async () => {
    const hits = { matches: 0, accepts: 0, exact: 0, 'drop-in': 0 };
    const rarest = (): number => Math.min(...Object.values(hits));
    const agree = fc.asyncProperty(
      anyVersions,
      fc.array(fc.tuple(anyQuestion, anyBounds), { minLength: 40, maxLength: 40 }),
      async (versions, questions) => {
        const place = await Place.empty();
        try {
          for (const version of versions) await place.catalogue.add(version);
          for (const [question, { size, maxSearchCandidates }] of questions) {
            const request = requestOf(question, place.catalogue.models);
            const wanted = await expected(place, request);
            const found = await pagesOf(place.search(maxSearchCandidates), request, { size });
            // What was asked stands in the message of a failure.
            expect({ request, found: found.map(shown) }).toEqual({ request, found: wanted });
            if (wanted.length > 0) hits[request.asked.relation]++;
          }
        } finally {
          await place.close();
        }
      },
    );
    // Few questions of some relations have an answer: where chance has brought next to none of one, more are asked.
    for (let round = 0; round < 10 && rarest() < 3; round++) {
      await fc.assert(agree, { numRuns: 6, endOnFailure: true });
    }
    expect(rarest()).toBeGreaterThan(2);
  });

  it('shows each of those that stay once while others are published', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyVersions,
        anyVersions,
        fc.array(fc.tuple(anyQuestion, anyBounds), { minLength: 20, maxLength: 20 }),
        async (versions, later, questions) => {
          const place = await Place.empty();
          const coming = [...later];
          try {
            for (const version of versions) await place.catalogue.add(version);
            for (const [question, { maxSearchCandidates }] of questions) {
              const request = requestOf(question, place.catalogue.models);
              const moments = [await idsExpected(place, request)];
              const meanwhile = async (): Promise<void> => {
                const next = coming.shift();
                if (next) await place.catalogue.add(next);
                moments.push(await idsExpected(place, request));
              };
              const found = await pagesOf(place.search(maxSearchCandidates), request, { size: 2, meanwhile });
              const ids = found.map(({ id }) => id);
              expect(new Set(ids).size).toBe(ids.length);
              const stayed = (moments[0] ?? []).filter((id) =>
                moments.every((moment) => moment.includes(id)),
              );
              expect(ids.filter((id) => stayed.includes(id))).toEqual(stayed);
              expect(ids.filter((id) => !moments.some((moment) => moment.includes(id)))).toEqual([]);
            }
          } finally {
            await place.close();
          }
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('finds by an alias what it points to, and nothing that it did before', async () => {
    const place = await Place.empty();
    try {
      for (const size of [3, 4])
        await place.catalogue.add(version('moved', `predict(x: float32[?,${size}]) -> ()`));
      const aliases = new Aliases(place.database, place.signatures);
      const model = { namespace: 'default', model: 'moved' };
      const found = async (): Promise<number[]> => {
        const request = {
          asked: { relation: 'matches', query: parseQuery('*') },
          filter: parseFilter("alias = production AND key = 'predict'"),
          universe: 'all',
        } as const;
        const { items } = await place.search().search(request, { size: 10 });
        return items.flatMap(({ offers }) => offers.map((offer) => offer.version));
      };
      expect(await found()).toEqual([]);
      for (const number of [1, 2, 1]) {
        await aliases.move(model, { alias: 'production', version: number }, passes);
        expect(await found()).toEqual([number]);
      }
      await aliases.remove(model, 'production');
      expect(await found()).toEqual([]);
    } finally {
      await place.close();
    }
  });

  it('finds each by a name like the one asked for, of however many names', async () => {
    const place = await Place.empty();
    try {
      for (let i = 0; i < 30; i++) {
        const tensors = Array.from({ length: 10 }, (_, j) => `feature_${10 * i + j}: float32[]`);
        await place.catalogue.add(version(`m${i}`, `predict_${i}(${tensors.join()}) -> ()`));
      }
      const found = async (query: string): Promise<number> => {
        const asked = { relation: 'matches', query: parseQuery(query) } as const;
        return (await pagesOf(place.search(), { asked, universe: 'latest' }, { size: 7 })).length;
      };
      expect(await found('(~feature: *, ...)')).toBe(30);
      expect(await found('~predict(...)')).toBe(30);
      expect(await found('(~feature_299: *, ...)')).toBeGreaterThan(0);
      expect(await found('(~nothing: *, ...)')).toBe(0);
    } finally {
      await place.close();
    }
  });

  describe('for what takes the place of a model', () => {
    const main = 'serving_default(x: float32[?,7]) -> (y: float32[?,1])';
    const whole = `${main}\nsecond(x: float32[?,7]) -> (z: float32[?,2])`;
    const request = {
      asked: { relation: 'drop-in', baseline: parseModel(whole) },
      universe: 'latest',
    } as const;
    let place: Place;
    beforeAll(async () => {
      place = await Place.empty();
      await place.catalogue.add(version('first', whole));
      for (let i = 0; i < 70; i++) await place.catalogue.add(version(`partly${i}`, main, 'others'));
    });
    afterAll(() => place.close());

    const models = async (): Promise<unknown> => {
      const { items } = await place.search().search(request, { size: 10 });
      return items.map(({ offers, moreOffers }) => [offers.map(({ model }) => model), moreOffers]);
    };

    it('finds it behind many newer ones that are none as a whole', async () => {
      expect(await models()).toEqual([[['first'], false]]);
    });

    it('counts those alone of which it says that they are', async () => {
      const { facets, isComplete } = await place.search().facets(request);
      expect({ namespaces: facets.namespaces, isComplete }).toEqual({
        namespaces: [{ value: 'default', count: 1 }],
        isComplete: true,
      });
    });

    it('ends a page after enough versions that are none, and finds it all the same', async () => {
      const found = await pagesOf(place.search(5), request, { size: 10 });
      expect(found.map(({ offers }) => offers.map(({ model }) => model))).toEqual([['first']]);
    });

    it('says that there are more where there are', async () => {
      for (let i = 0; i < 5; i++) await place.catalogue.add(version(`whole${i}`, whole));
      for (let i = 70; i < 130; i++) await place.catalogue.add(version(`partly${i}`, main, 'others'));
      expect(await models()).toEqual([[['whole4', 'whole3', 'whole2', 'whole1', 'whole0'], true]]);
    });
  });

  it('says so where facets leave somebody out', async () => {
    const place = await Place.empty();
    try {
      const text = 'predict(x: float32[]) -> ()';
      await place.catalogue.add(version('first', text, 'others'));
      const request = {
        asked: { relation: 'matches', query: parseQuery('*') },
        universe: 'all',
      } as const;
      const complete = await place.search().facets(request);
      expect([complete.isComplete, complete.facets.namespaces.length]).toEqual([true, 1]);
      for (let i = 0; i < 201; i++) await place.catalogue.add(version('later', text));
      const cut = await place.search().facets(request);
      expect([cut.isComplete, cut.facets.namespaces.length]).toEqual([false, 1]);
    } finally {
      await place.close();
    }
  });

  describe('among particular signatures', () => {
    let place: Place;
    beforeAll(async () => {
      place = await Place.empty();
      for (const [model, text] of Object.entries(particular)) await place.catalogue.add(version(model, text));
    });
    afterAll(() => place.close());

    it.each([
      ['of hundreds of tensors by what is rare', '(f299: int64[?,299], ...)', ['wide@1']],
      ['of hundreds of tensors by what is common', 'predict(...)', ['narrow@1', 'wide@1']],
      ['of hundreds of tensors not by what it does not have', '(f299: int64[?,298], ...)', []],
      ['though another of its tokens has the hash of the types asked for', collision.query, ['collides@1']],
    ])('finds one %s', async (_, query, wanted) => {
      const asked = { relation: 'matches', query: parseQuery(query) } as const;
      const { items } = await place.search().search({ asked, universe: 'latest' }, { size: 50 });
      expect(
        items.flatMap(({ offers }) => offers.map(({ model, version: number }) => `${model}@${number}`)),
      ).toEqual(wanted);
    });

    it('knows tokens by hashes that others have too', () => {
      const full = fullSignature(parseQuery(collision.query));
      expect(full && tokenHash(token.types(typesDigest(full)))).toBe(tokenHash(token.name('i', 'n183794')));
    });

    it('refuses to go on where another search has ended', async () => {
      const of = (relation: 'matches' | 'exact'): SearchRequest => ({
        asked: { relation, query: parseQuery(particular.narrow) },
        universe: 'latest',
      });
      const search = place.search(1);
      const { nextToken: token = '' } = await search.search(
        { asked: { relation: 'matches', query: parseQuery('*') }, universe: 'latest' },
        { size: 1 },
      );
      await expect(search.search(of('matches'), { size: 1, token })).resolves.toBeDefined();
      await expect(search.search(of('exact'), { size: 1, token })).rejects.toMatchObject({
        code: 'invalid-page-token',
      });
    });

    it('looks by few of the many things that a wide model says', async () => {
      const sample = await SignatureSample.of(place.database, 'latest');
      const asked = { relation: 'drop-in', baseline: parseModel(particular.wide) } as const;
      const clauses = clausesOf(asked, () => []).map((clause) => clause.map(tokenHash));
      expect(clauses.length).toBeGreaterThan(300);
      expect(sample.expect(clauses).clauses.length).toBeLessThanOrEqual(16);
    });
  });
});

async function idsExpected(place: Place, request: SearchRequest): Promise<string[]> {
  return (await expected(place, request)).map(({ id }) => id);
}

/** By the names of their models. */
const particular = {
  collides: collision.text,
  narrow: 'predict(x: float32[?,3]) -> (y: int64[])',
  /** More tensors than an index has room for the tokens of, beside some that queries ask for. */
  wide: `predict(x: float32[?,3], ${Array.from({ length: 300 }, (_, i) => `f${i}: int64[?,${i}]`).join()}) -> (y: int64[])`,
};

function version(model: string, text: string, namespace = 'default'): VersionWritten {
  const plain = { namespace, frameworkVersion: '', labels: {}, alias: null, removed: false };
  return { ...plain, model, text };
}
