import { describe, expect, it } from '@jest/globals';
import { parseModel } from '@sigcat/compat';
import { printSignature } from '@sigcat/core';
import fc from 'fast-check';
import { catalogueOf, type CatalogueSignature, type CatalogueVersion, filterSubject } from './catalogue';
import { evaluateFilter } from './filter/evaluate';
import { type Filter } from './filter/filter';
import { parseFilter } from './filter/parse';
import { compareHits } from './order';
import { parseQuery } from './query/parse';
import { accepts } from './relations/accepts';
import { exact } from './relations/exact';
import { matches } from './relations/matches';
import { keyFits } from './relations/names';
import { type Asked, search, type SearchOptions } from './search';
import { anyQuery, anySignature, queryFor } from './testing/arbitraries';
import { anyFilter, anySubject } from './testing/filters';

function version(
  model: string,
  number: number,
  signatures: string,
  more: Partial<CatalogueVersion> = {},
): CatalogueVersion {
  return {
    namespace: 'default',
    model,
    version: number,
    aliases: [],
    frameworkVersion: '2.16.1',
    labels: {},
    publishedAt: new Date(Date.UTC(2025, 0, number)),
    signatures: parseModel(signatures),
    ...more,
  };
}

const embed = 'serving_default(image: float32[?,224,224,3]) -> (embedding: float32[?,512])';

const catalogue = catalogueOf([
  version('resnet', 1, embed),
  version('resnet', 2, `${embed}\nfeatures(image: float32[?,224,224,3]) -> (embedding: float32[?,?])`),
  version('clip', 1, embed, { aliases: ['production'] }),
  version(
    'clip',
    2,
    'serving_default(image: float32[?,?,?,3]) -> (embedding: float32[?,512], logits: float32[?,9])',
  ),
  version(
    'words',
    1,
    'embed_text(text: string[?]) -> (embeddings: float32[?,512])\nserving_default(x: float32[?,224,224,3]) -> (y: float32[?,512])',
  ),
]);

const relations = {
  matches,
  exact,
  accepts: (...[query, signature]: Parameters<typeof matches>) => accepts(query)(signature),
};

/** `3 clip@2/serving_default`: the id of the signature, and who offers it. */
function found(asked: Asked, options: SearchOptions = {}): string[] {
  return search(asked, catalogue, options).hits.map(({ rank, offers }) =>
    [
      rank.id,
      ...offers.map(({ version: { model, version: number }, key }) => `${model}@${number}/${key}`),
    ].join(' '),
  );
}

describe('the catalogue', () => {
  it('has each signature once, with those who offer it', () => {
    expect(catalogue.map(({ id, offers }) => [id, offers.length])).toEqual([
      [1, 3],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 1],
    ]);
  });

  it('can have its ids from elsewhere', () => {
    const digests: string[] = [];
    const versions = [version('resnet', 1, embed)];
    const [only] = catalogueOf(versions, (digest) => digests.push(digest) + 40);
    expect(only?.id).toBe(41);
    expect(digests).toEqual([expect.stringMatching(/^sha-256:/)]);
  });
});

describe('searching', () => {
  it.each<[string, Asked, SearchOptions, string[]]>([
    [
      'what looks so, the best first',
      { relation: 'matches', query: parseQuery('(float32[?,?,?,3]) -> (*[?,512])') },
      {},
      [
        '5 words@1/serving_default',
        '1 resnet@1/serving_default resnet@2/serving_default clip@1/serving_default',
        '3 clip@2/serving_default',
      ],
    ],
    [
      'the very same first',
      {
        relation: 'matches',
        query: parseQuery('(image: float32[?,224,224,3]) -> (embedding: float32[?,?])'),
      },
      {},
      ['2 resnet@2/features', '1 resnet@1/serving_default resnet@2/serving_default clip@1/serving_default'],
    ],
    [
      'what has a similar name',
      { relation: 'matches', query: parseQuery('-> (~embeddin: *)') },
      {},
      [
        '4 words@1/embed_text',
        '1 resnet@1/serving_default resnet@2/serving_default clip@1/serving_default',
        '2 resnet@2/features',
        '3 clip@2/serving_default',
      ],
    ],
    ['a key', { relation: 'matches', query: parseQuery('features') }, {}, ['2 resnet@2/features']],
    ['a similar key', { relation: 'matches', query: parseQuery('~embed') }, {}, ['4 words@1/embed_text']],
    [
      'within a filter',
      { relation: 'matches', query: parseQuery('(image: *)') },
      { filter: parseFilter('alias = production OR model = clip AND version > 1') },
      ['1 clip@1/serving_default', '3 clip@2/serving_default'],
    ],
    [
      'only the first ones',
      { relation: 'matches', query: parseQuery('(image: *)') },
      { limit: 1 },
      ['1 resnet@1/serving_default resnet@2/serving_default clip@1/serving_default'],
    ],
    [
      'what is the same, the nearest first',
      { relation: 'exact', query: parseQuery(embed) },
      {},
      [
        '1 resnet@1/serving_default resnet@2/serving_default clip@1/serving_default',
        '5 words@1/serving_default',
      ],
    ],
    [
      'what accepts a caller',
      { relation: 'accepts', query: parseQuery('(float32[1,128,128,3]) -> (float32[?,512])') },
      {},
      ['3 clip@2/serving_default'],
    ],
    [
      'what accepts a caller over JSON',
      {
        relation: 'accepts',
        query: parseQuery('(float32[1,128,128,3]) -> (float32[?,512])'),
        settings: { transport: 'json' },
      },
      {},
      [],
    ],
    [
      'what can take the place of a model, itself first',
      { relation: 'drop-in', baseline: parseModel(embed), settings: { transport: 'tensor' } },
      {},
      [
        '1 resnet@1/serving_default resnet@2/serving_default clip@1/serving_default',
        '3 clip@2/serving_default',
      ],
    ],
    [
      'what can take the place of all of a model',
      {
        relation: 'drop-in',
        baseline: parseModel(`${embed}\nfeatures(image: float32[?,224,224,3]) -> (embedding: float32[?,?])`),
      },
      {},
      ['1 resnet@2/serving_default'],
    ],
    [
      'nothing in place of nothing',
      { relation: 'drop-in', baseline: { format: 'onnx', graphs: [] } },
      {},
      [],
    ],
  ])('finds %s', (_, asked, options, hits) => {
    expect(found(asked, options)).toEqual(hits);
  });

  it('says why', () => {
    const query = parseQuery('(~images: *) -> (embedding: float32[?,512])');
    const [hit] = search({ relation: 'accepts', query }, catalogue).hits;
    expect(hit).toMatchObject({
      rank: { tensors: 2, specificity: -2, id: 1 },
      extra: 0,
      verdict: 'compatible',
      match: { inputs: { bindings: [{ asked: 0, name: 'image', similarity: 0.625 }], extra: 0 } },
    });
    const exact = search({ relation: 'exact', query: parseQuery(embed) }, catalogue);
    expect(exact.hits.map(({ exactness }) => exactness)).toEqual(['identical', 'same-types']);
  });

  const anyCatalogue: fc.Arbitrary<CatalogueSignature[]> = fc
    .uniqueArray(fc.tuple(anySignature, fc.array(anySubject, { minLength: 1, maxLength: 2 })), {
      selector: ([signature]) => printSignature('', signature),
      maxLength: 6,
    })
    .map((all) =>
      all.map(([signature, subjects], i) => ({
        id: i + 1,
        signature,
        offers: subjects.map(({ format, tagSet, key, methodName, ...of }) => ({
          version: { ...of, signatures: { format, graphs: [] } },
          tagSet,
          key,
          methodName,
        })),
      })),
    );

  /** Something asked of a catalogue, mostly such as it has. */
  const anySearch = anyCatalogue.chain((all) => {
    const queries = all.flatMap(({ signature }) => [
      queryFor(signature),
      fc.constant(parseQuery(printSignature('f', signature).slice(1))),
    ]);
    return fc.record({
      all: fc.constant(all),
      relation: fc.constantFrom('matches', 'exact', 'accepts'),
      query: fc.oneof(anyQuery, ...queries),
    });
  });

  it('finds all that is in the relation and within the filter, and nothing else', () => {
    let hits = 0;
    fc.assert(
      fc.property(anySearch, anyFilter, ({ all, relation, query }, filter) => {
        const page = search({ relation, query }, all, { filter });
        const expected = all.filter(
          ({ signature, offers }) =>
            relations[relation](query, signature) !== undefined &&
            offers.some(
              (offer) =>
                keyFits(query.key, offer.key) && evaluateFilter(filter, filterSubject(offer, signature)),
            ),
        );
        expect(page.hits.map(({ rank }) => rank.id).sort()).toEqual(expected.map(({ id }) => id));
        expect(page.next).toBeUndefined();
        hits += expected.length;
      }),
      { numRuns: 1_000 },
    );
    expect(hits).toBeGreaterThan(200);
  });

  it('finds of a version by itself what it finds of it among others', () => {
    const anyVersion = fc
      .tuple(anySubject, fc.array(fc.tuple(fc.constantFrom('f', 'predict'), anySignature), { maxLength: 2 }))
      .map(([{ format, tagSet, methodName, ...subject }, signatures]): CatalogueVersion => {
        const bindings = { inputs: new Map<string, never>(), outputs: new Map<string, never>() };
        const named = signatures.map(([key, signature]) => ({ key, methodName, signature, bindings }));
        return { ...subject, signatures: { format, graphs: [{ tagSet, signatures: named }] } };
      });
    const offersIn = (asked: Asked, versions: readonly CatalogueVersion[], filter: Filter): string[] =>
      search(asked, catalogueOf(versions), { filter }).hits.flatMap(({ offers }) =>
        offers.map(({ version: of, key }) => `${versions.indexOf(of)} ${key}`),
      );
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(anyVersion, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('matches', 'exact', 'accepts'),
        anyFilter,
        (versions, relation, filter) => {
          const [first] = versions.flatMap(({ signatures }) => signatures.graphs[0]?.signatures ?? []);
          const query = parseQuery(first ? printSignature('f', first.signature).slice(1) : '*');
          const asked: Asked = { relation, query };
          const among = offersIn(asked, versions, filter);
          const each = versions.flatMap((version, i) =>
            offersIn(asked, [version], filter).map((offer) => offer.replace('0', String(i))),
          );
          expect(each.sort()).toEqual(among.sort());
          found += among.length;
        },
      ),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(50);
  });

  it('gives pages that are the whole, in order', () => {
    fc.assert(
      fc.property(anySearch, fc.integer({ min: 1, max: 3 }), ({ all, ...asked }, limit) => {
        const whole = search(asked, all).hits;
        expect(whole).toEqual([...whole].sort((a, b) => compareHits(a.rank, b.rank)));
        let page = search(asked, all, { limit });
        const hits = [...page.hits];
        while (page.next !== undefined) {
          page = search(asked, all, { limit, after: page.next });
          expect(page.hits).not.toEqual([]);
          hits.push(...page.hits);
        }
        expect(hits).toEqual(whole);
      }),
    );
  });
});
