import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { digestOf, type ModelSignatures, parseSignature } from '@sigcat/core';
import {
  type Asked,
  type CatalogueSignature,
  catalogueOf,
  type CatalogueVersion,
  parseFilter,
  parseQuery,
  search,
} from '@sigcat/search';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import fc from 'fast-check';
import { Aliases } from '../catalog/aliases';
import { Publishing } from '../catalog/publishing';
import { Removals } from '../catalog/removals';
import { Signatures } from '../catalog/signatures';
import { Database } from '../database';
import { passes } from '../testing/judges';
import { type SearchRequest, SignatureSearch } from './signature-search';

jest.setTimeout(60_000);

let test: TestDatabase;
let database: Database;
let found: SignatureSearch;
/** The notations of each version. */
const published: (readonly string[])[] = [];
let universes: Readonly<Record<'latest' | 'all', readonly CatalogueSignature[]>>;

const names = ['x', 'y', 'image', 'images', 'embedding', 'ids'];
const types = [
  'float32[?,3]',
  'float32[2,3]',
  'float32[?,?]',
  'float32[...]',
  'int64[]',
  'int64[?]',
  'string[?]',
  'float32[?,224,224,3]',
  'float32[1,224,224,3]',
];
const keys = ['serving_default', 'predict', 'classify'];

const anyTensors = (max: number): fc.Arbitrary<string> =>
  fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 0, maxLength: max })
    .chain((picked) =>
      fc.tuple(...picked.map((name) => fc.constantFrom(...types).map((type) => `${name}: ${type}`))),
    )
    .map((tensors) => tensors.join(', '));

const anyNotation = fc
  .tuple(fc.constantFrom(...keys), anyTensors(3), anyTensors(2))
  .map(([key, inputs, outputs]) => `${key}(${inputs}) -> (${outputs})`);

/** More tensors than an index has room for the tokens of, beside some that queries ask for. */
const wide = `predict(x: float32[?,3], ${Array.from({ length: 300 }, (_, i) => `f${i}: int64[?,${i}]`).join()}) -> (y: int64[])`;

function modelOf(notations: readonly string[]): ModelSignatures & { format: string } {
  const signatures = notations.map((notation) => {
    const { key, signature } = parseSignature(notation);
    return { key, methodName: 'predict', signature, bindings: { inputs: new Map(), outputs: new Map() } };
  });
  return { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures }] };
}

beforeAll(async () => {
  test = await createTestDatabase();
  database = new Database({
    url: test.url,
    poolSize: 4,
    statementTimeoutMs: 20_000,
    connectTimeoutMs: 5_000,
  });
  const signatures = new Signatures();
  const publishing = new Publishing(database, signatures);
  const histories = fc.sample(
    fc.array(fc.uniqueArray(anyNotation, { minLength: 1, maxLength: 2, selector: keyOf }), {
      minLength: 1,
      maxLength: 4,
    }),
    { numRuns: 80, seed: 7 },
  );
  const all: CatalogueVersion[] = [];
  histories.push([[wide]]);
  for (const [i, history] of histories.entries()) {
    const namespace = i % 3 === 0 ? 'payments' : 'default';
    const model = `model-${i % 7}-${i}`;
    for (const notations of history) {
      if (!notations.includes(wide)) published.push(notations);
      const content = modelOf(notations);
      const bytes = Buffer.from(`${model} ${JSON.stringify(notations)}`);
      const draft = {
        namespace,
        model,
        artifact: { digest: digestOf(bytes), size: bytes.length, bytes },
        content: {
          format: 'saved-model',
          packaging: 'file' as const,
          mainFile: '',
          graphs: content.graphs.map((graph) => ({
            ...graph,
            frameworkVersion: '2.21.0',
            native: Buffer.alloc(0),
          })),
        },
        labels: i % 2 === 0 ? { team: `team-${i % 4}` } : {},
      };
      const { number, ...rest } = await publishing.publish(draft, passes, { repeat: true });
      if (rest.outcome !== 'created') throw new Error('it was not created');
      const { labels } = draft;
      const { publishedAt } = rest.version;
      all.push({
        namespace,
        model,
        version: number,
        aliases: [],
        frameworkVersion: '2.21.0',
        labels,
        publishedAt,
        signatures: content,
      });
    }
    if (i % 10 === 0) {
      await new Aliases(database, signatures).move(
        { namespace, model },
        { alias: 'production', version: 1 },
        passes,
      );
      const first = all.findIndex((one) => one.model === model);
      all[first] = { ...(all[first] as CatalogueVersion), aliases: ['production'] };
    }
    if (i % 11 === 5 && history.length > 1) {
      await new Removals(database).remove({ namespace, model }, history.length);
      all.pop();
    }
  }
  const rows = await database.run<{ id: string; digest: string }>({
    text: `SELECT id, 'sha-256:' || encode(digest, 'hex') AS digest FROM signature`,
  });
  const ids = new Map(rows.map(({ id, digest }) => [digest, Number(id)]));
  const idOf = (digest: string): number => ids.get(digest) ?? -1;
  const newestFirst = [...all].reverse();
  const latest = newestFirst.filter(
    (one, i) =>
      newestFirst.findIndex(({ namespace, model }) => namespace === one.namespace && model === one.model) ===
      i,
  );
  universes = { latest: catalogueOf(latest, idOf), all: catalogueOf(newestFirst, idOf) };
  found = new SignatureSearch(database, signatures, { maxSearchCandidates: 1_000 });
});

afterAll(async () => {
  await database.close();
  await test.drop();
});

function keyOf(notation: string): string {
  return parseSignature(notation).key;
}

/** All pages, by ids with those who offer them. */
async function bySql(request: SearchRequest, size: number): Promise<string[]> {
  const seen: string[] = [];
  let token: string | undefined;
  do {
    const page = await found.search(request, { size, ...(token !== undefined && { token }) });
    expect(page.items.length).toBeLessThanOrEqual(size);
    for (const { id, extra, exactness, offers } of page.items) {
      const shown = offers
        .slice(0, 5)
        .map(({ namespace, model, version, key }) => `${namespace}/${model}@${version} ${key}`);
      seen.push(`${id} ${extra} ${exactness ?? ''} ${shown.join(', ')}`);
    }
    token = page.nextToken;
  } while (token !== undefined);
  return seen;
}

function byBruteForce({ asked, filter, universe }: SearchRequest): string[] {
  return search(asked, universes[universe], filter ? { filter } : {}).hits.map(({ rank, offers }) => {
    const shown = offers
      .slice(0, 5)
      .map(({ version, key }) => `${version.namespace}/${version.model}@${version.version} ${key}`);
    return `${rank.id} ${rank.extra} ${rank.exactness ?? ''} ${shown.join(', ')}`;
  });
}

const anyTensorAsked = fc
  .tuple(
    fc.constantFrom('', '', ...names.map((name) => `${name}: `), '~imag: ', '~embeddin: '),
    fc.constantFrom('float32', 'int64', '*', ...types, '*[?,3]', 'float32[?,224,?,3]'),
  )
  .map(([name, type]) => `${name}${type}`);
const isSameName = (a: string, b: string): boolean =>
  a.includes(': ') && a.split(': ')[0] === b.split(': ')[0];
const anyListAsked = fc
  .tuple(fc.uniqueArray(anyTensorAsked, { maxLength: 2, comparator: isSameName }), fc.boolean())
  .map(([tensors, open]) => `(${[...tensors, ...(open ? ['...'] : [])].join(', ')})`);
const anyQuery = fc
  .tuple(fc.constantFrom('', '', 'predict', '~serving'), fc.option(anyListAsked), fc.option(anyListAsked))
  .filter(([key, inputs, outputs]) => key !== '' || inputs !== null || outputs !== null)
  .map(
    ([key, inputs, outputs]) =>
      `${key}${inputs ?? (key === '' ? '' : '(...)')}${outputs ? ` -> ${outputs}` : ''}`,
  );

const filters = [
  undefined,
  `namespace = payments`,
  `namespace != payments AND label.team = 'team-0'`,
  // Few versions pass, and an index leads to them.
  `namespace = payments AND model = model-0-0`,
  `label.team != 'team-0'`,
  `alias = production`,
  `model LIKE 'model-1-%' OR model IN (model-2-2, model-3-3)`,
  `input.name = x AND NOT output.dtype = float32`,
  `input.name != x`,
  `input.rank >= 2 AND output.count = 1`,
  `input.rank != 2`,
  `version > 1 AND key = predict AND tag_set = serve`,
  `tag_set != serve`,
  `published_at > '2020-01-01T00:00:00Z' AND format = saved-model AND framework_version LIKE '2.%'`,
];

describe('searching in PostgreSQL', () => {
  it('finds what looking at each signature finds, in the same order, page by page', async () => {
    const relations = { matches: 0, accepts: 0, exact: 0, 'drop-in': 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          relation: fc.constantFrom('matches', 'accepts', 'exact', 'drop-in'),
          query: fc.oneof(anyQuery, anyNotation),
          baseline: fc.uniqueArray(anyNotation, { minLength: 1, maxLength: 2, selector: keyOf }),
          filter: fc.constantFrom(...filters),
          // Half of them ask for what is there.
          pick: fc.option(fc.nat()),
          universe: fc.constantFrom('latest' as const, 'all' as const),
          size: fc.constantFrom(7, 50),
        }),
        async ({ relation, query, baseline, filter, pick, universe, size }) => {
          const there = pick === null ? undefined : published[pick % published.length];
          const asked: Asked =
            relation === 'drop-in'
              ? { relation, baseline: modelOf(there ?? baseline) }
              : {
                  relation: relation,
                  query: parseQuery(there?.[0] ?? query),
                };
          const request = { asked, universe, ...(filter !== undefined && { filter: parseFilter(filter) }) };
          const expected = byBruteForce(request);
          expect(await bySql(request, size)).toEqual(expected);
          if (expected.length > 0) relations[asked.relation]++;
        },
      ),
      { numRuns: 200 },
    );
    expect(Math.min(...Object.values(relations))).toBeGreaterThan(3);
  });

  it.each([
    ['by what is rare', '(f299: int64[?,299], ...)'],
    ['by what is common', 'predict(...)'],
    ['not by what it does not have', '(f299: int64[?,298], ...)'],
  ])('finds a signature of hundreds of tensors, %s', async (how, query) => {
    const asked = { relation: 'matches', query: parseQuery(query) } as const;
    const request = { asked, universe: 'latest' } as const;
    const hits = await bySql(request, 50);
    expect(hits).toEqual(byBruteForce(request));
    expect(hits.some((hit) => hit.includes('model-3-80'))).toBe(!how.startsWith('not'));
  });
});
