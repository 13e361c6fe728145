import { transports } from '@sigcat/compat';
import { z } from 'zod';
import {
  digest,
  labelFilters,
  name,
  paging,
  pageOf,
  several,
  text,
  versionAddress,
  versionNumber,
} from './names';
import { input, tensor } from './signatures';

/** A text in which `*` is any text. */
const pattern = text(2_048).optional();

/** What is looked for, and among which versions. */
const terms = {
  q: text(65_536)
    .optional()
    .describe('A signature in the notation, with `*`, `~name`, `...` and parts left out.'),
  relation: z
    .enum(['matches', 'accepts', 'exact'])
    .optional()
    .describe(
      '`matches`, or nothing: it looks like the query; `accepts`: it takes these inputs and gives these outputs; `exact`: it is the same. Not with `drop_in_for`.',
    ),
  drop_in_for: versionAddress
    .optional()
    .describe('In place of `q`: what could replace this version without its callers noticing.'),
  transport: z
    .enum([...transports, 'both'])
    .optional()
    .describe('How callers call; not for `matches`.'),
  unknown_shapes: z.enum(['warn', 'strict']).optional().describe('Not for `matches`.'),
  extra_inputs: z.enum(['reject', 'ignore']).optional().describe('Not for `matches`.'),
  filter: text(65_536)
    .optional()
    .describe("Which versions count, such as `namespace = payments AND label.team != 'risk'`."),
  versions: z
    .enum(['latest', 'all'])
    .optional()
    .describe(
      'Whether only the latest version of each model counts: it does, unless an alias is asked for, by `alias` or in `filter`.',
    ),
  namespace: pattern.describe('The namespace of models; `*` is any text, here and in what follows.'),
  model: pattern.describe('The name of models, without the namespace.'),
  alias: pattern.describe('An alias that points to the version.'),
  format: pattern.describe('The format, such as `saved-model`.'),
  framework_version: pattern.describe('The version of the framework that wrote the model, such as `2.16.*`.'),
  method_name: pattern.describe('The method name, such as `tensorflow/serving/*`.'),
  tag_set: text(2_048).optional().describe('The tags of the graph, such as `gpu,serve`, in any order.'),
  published_since: text(64).optional().describe('A date such as 2025-01-31, or a time as of RFC 3339.'),
};

const label = '`key=value`, or `key` for any value; all of them have to be there.';

/** The members of a search that is alone in what it looks for. */
const sole = ['q', 'drop_in_for', 'saved'] as const;

type Sole = { readonly [Member in (typeof sole)[number]]?: string | undefined };

function isOne(search: Sole): boolean {
  return sole.filter((member) => search[member] !== undefined).length === 1;
}

/** A query has a relation; what may replace a version has one of its own. */
function hasRelationOfQuery(search: Sole & { readonly relation?: string | undefined }): boolean {
  return search.relation === undefined || search.drop_in_for === undefined;
}

const needsNoRelation = { error: 'must not be given with `drop_in_for`', path: ['relation'] };

/** A search that can be saved: what its request would ask. */
export const savable = z
  .strictObject({ ...terms, label: z.array(text(512)).max(16).optional().describe(label) })
  .refine(isOne, { error: 'must have one of `q` and `drop_in_for`', path: ['q'] })
  .refine(hasRelationOfQuery, needsNoRelation)
  .meta({ id: 'Search' });

/** The terms of a search, or the name of one that was saved. */
const termsOrSaved = {
  ...terms,
  label: labelFilters.describe(label),
  saved: name
    .optional()
    .describe('In place of `q` and all other terms: the name of a search that was saved.'),
};

const needsOne = { error: 'must have one of `q`, `drop_in_for` and `saved`', path: ['q'] };

/** What a search that was saved says it says alone. */
function isAlone(search: {
  readonly saved?: string | undefined;
  readonly label: readonly string[];
}): boolean {
  const { saved, label: labels, ...others } = search;
  return saved === undefined || (labels.length === 0 && Object.keys(others).every((term) => term in paging));
}

export const searchQuery = z
  .strictObject({
    ...termsOrSaved,
    ...paging,
    page_size: z.coerce.number().int().min(1).max(500).default(20).describe('Items of a page.'),
  })
  .refine(isOne, needsOne)
  .refine(hasRelationOfQuery, needsNoRelation)
  .refine(isAlone, { error: 'must be alone but for `page_size` and `page_token`', path: ['saved'] });

export const facetsQuery = z
  .strictObject(termsOrSaved)
  .refine(isOne, needsOne)
  .refine(hasRelationOfQuery, needsNoRelation)
  .refine(isAlone, { error: 'must be alone', path: ['saved'] });

const facet = z.array(z.object({ value: z.string(), count: z.int() }));

export const facets = z
  .object({
    signatures: z.int().describe('Those that were counted: the first that the search finds.'),
    is_complete: z
      .boolean()
      .describe('Whether these are all that it finds, and all who offer them are counted.'),
    facets: z
      .object({
        input_dtype: facet,
        input_rank: facet,
        output_dtype: facet,
        output_rank: facet,
        format: facet,
        namespace: facet,
      })
      .describe('How many of the signatures have a value; the most common first. A rank may be `unknown`.'),
  })
  .meta({ id: 'Facets' });

const named = z.enum(['model', 'signature', 'tensor']);

export const namesQuery = z.strictObject({
  text: text(256).describe('A name, or a word of one; typos are forgiven.'),
  kind: several(3).pipe(z.array(named)).describe('Of what; may be given several times. All, unless given.'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Names at most.'),
});

export const names = z
  .object({
    items: z.array(
      z.object({
        kind: named,
        namespace: name.nullable().describe('Of a model; else null.'),
        name: z.string().describe('Of a model; of a signature its key.'),
        likeness: z
          .number()
          .describe('1 where it has the words of the text, be they in small or capital letters.'),
      }),
    ),
  })
  .meta({ id: 'Names' });

const bindings = z
  .array(
    z.object({
      asked: z.int().describe("Position in the query's list, from 0."),
      name: z.string(),
      similarity: z.number().optional().describe('There where a similar name was asked for.'),
    }),
  )
  .describe('Which tensor of the query was found in which tensor.');

const offer = z
  .object({
    namespace: name,
    model: name,
    version: versionNumber,
    key: z.string(),
    tag_set: z.array(z.string()),
    published_at: z.iso.datetime(),
  })
  .meta({ id: 'Offer' });

const hit = z
  .object({
    notation: z.string().describe('With the key of its newest version.'),
    digest,
    inputs: z.array(input),
    outputs: z.array(tensor),
    exactness: z
      .enum(['identical', 'same-notation', 'same-types'])
      .nullable()
      .describe('How nearly it is the very signature asked for; null where it is another.'),
    extra: z.int().describe('Tensors beside those asked for.'),
    verdict: z.enum(['compatible', 'undecided']).nullable().describe('Of `accepts`, else null.'),
    bindings: z
      .object({ inputs: bindings, outputs: bindings })
      .nullable()
      .describe('Null where tensors are found by their names alone.'),
    versions: z.array(offer).describe('Some of those that have it, the newest first.'),
    more_versions: z
      .boolean()
      .describe(
        'Whether there are more: `GET /api/v1/versions?signature=` and the digest lists all that have it.',
      ),
  })
  .meta({ id: 'SignatureHit' });

const tensorsAsked = z.array(z.string());

export const searchPage = pageOf(hit)
  .extend({
    asked: z
      .object({ inputs: tensorsAsked, outputs: tensorsAsked })
      .nullable()
      .describe('The tensors of the query in the notation, as bindings count them; null for `drop_in_for`.'),
  })
  .meta({ id: 'SearchPage' });
