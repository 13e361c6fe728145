import {
  type Graph,
  type ModelSignatures,
  type NamedSignature,
  type Signature,
  type TagSet,
  tagSetText,
} from '@sigcat/core';
import { type CatalogueSignature, filterSubject, type Offer } from './catalogue';
import { evaluateFilter } from './filter/evaluate';
import { type Filter } from './filter/filter';
import { compareHits, type Rank, specificityOf } from './order';
import { fullSignature } from './query/full-signature';
import { type SearchQuery } from './query/query';
import { accepts } from './relations/accepts';
import { type CallSettings } from './relations/call';
import { dropIn, type DropInSettings, type Fit } from './relations/drop-in';
import { exact, type Exactness, exactnessOf } from './relations/exact';
import { type Match } from './relations/match';
import { matches } from './relations/matches';
import { keyFits } from './relations/names';

/** What is looked for, and in which relation a signature has to be to it. */
export type Asked =
  | { readonly relation: 'matches'; readonly query: SearchQuery }
  | { readonly relation: 'exact'; readonly query: SearchQuery }
  | { readonly relation: 'accepts'; readonly query: SearchQuery; readonly settings?: Partial<CallSettings> }
  | {
      readonly relation: 'drop-in';
      readonly baseline: ModelSignatures;
      readonly settings?: Partial<DropInSettings>;
    };

export interface SearchOptions {
  /** Absent: any version. */
  readonly filter?: Filter;
  /** Absent: from the beginning; else the rank of the last hit of the page before. */
  readonly after?: Rank;
  /** Absent: all of them. */
  readonly limit?: number;
}

/** A signature that is what was looked for, and those who offer it. */
export interface Hit extends Found {
  readonly rank: Rank;
  readonly signature: Signature;
  /** At least one, in the order of the catalogue: those that have the key asked for and pass the filter. */
  readonly offers: readonly Offer[];
}

export interface HitPage {
  readonly hits: readonly Hit[];
  /** There where more hits follow: what to ask for them with. */
  readonly next?: Rank;
}

/**
 * Looks at each signature of a list: this is what every search has to find, however it goes about it.
 *
 * A hit is a signature that is in the relation asked for and that some version offers under the key asked for, if one
 * is, and within the filter. A drop-in for a model is a model that is one as a whole; the hits are the signatures that
 * such models offer where the baseline has its main one: under `serving_default`, or the first key that there is, of
 * the graph {serve}, or the first graph.
 */
export function search(
  asked: Asked,
  catalogue: readonly CatalogueSignature[],
  { filter, after, limit = Infinity }: SearchOptions = {},
): HitPage {
  const relation = relationOf(asked);
  const hits = catalogue
    .flatMap(({ id, signature, offers }): Hit[] => {
      const found = relation.find(signature);
      if (found === undefined) return [];
      const fitting = offers.filter(
        (offer) =>
          relation.takes(offer) &&
          (filter === undefined || evaluateFilter(filter, filterSubject(offer, signature))),
      );
      const { exactness } = found;
      const tensors = signature.inputs.length + signature.outputs.length;
      const rank = { ...(exactness && { exactness }), tensors, specificity: specificityOf(signature), id };
      return fitting.length === 0 ? [] : [{ rank, signature, offers: fitting, ...found }];
    })
    .filter(({ rank }) => after === undefined || compareHits(rank, after) > 0)
    .sort((a, b) => compareHits(a.rank, b.rank));
  const page = hits.slice(0, limit);
  const last = page.at(-1);
  return { hits: page, ...(last && page.length < hits.length && { next: last.rank }) };
}

/** What was found of a signature, by itself. */
export interface Found {
  readonly exactness?: Exactness;
  /** Inputs and outputs beside those asked for. */
  readonly extra: number;
  /** What was found in what; of `matches` and `accepts`. */
  readonly match?: Match;
  /** Of `accepts`. */
  readonly verdict?: Fit;
}

/** A relation to what is asked for, of signatures and of those who offer them. */
export interface Relation {
  readonly find: (signature: Signature) => Found | undefined;
  readonly takes: (offer: Offer) => boolean;
}

export function relationOf(asked: Asked): Relation {
  return asked.relation === 'drop-in'
    ? dropInRelation(asked.baseline, asked.settings)
    : {
        find: queryRelation(asked),
        takes: ({ key }) => keyFits(asked.query.key, key),
      };
}

function queryRelation(asked: Exclude<Asked, { readonly relation: 'drop-in' }>): Relation['find'] {
  const { query } = asked;
  const full = fullSignature(query);
  const accepted = asked.relation === 'accepts' ? accepts(query, asked.settings) : undefined;
  return (signature) => {
    if (asked.relation === 'exact') {
      const exactness = exact(query, signature);
      return exactness && { exactness, extra: 0 };
    }
    const found: (Match & { readonly verdict?: Fit }) | undefined = accepted
      ? accepted(signature)
      : matches(query, signature);
    if (found === undefined) return undefined;
    const { verdict, ...match } = found;
    const exactness = full && exactnessOf(full, signature);
    return {
      ...(exactness && { exactness }),
      extra: match.inputs.extra + match.outputs.extra,
      match,
      ...(verdict && { verdict }),
    };
  };
}

function dropInRelation(baseline: ModelSignatures, settings?: Partial<DropInSettings>): Relation {
  const main = mainSignature(baseline);
  if (main === undefined) return { find: () => undefined, takes: () => false };
  return {
    find: (signature) => {
      const exactness = exactnessOf(main.signature, signature);
      return { ...(exactness && { exactness }), extra: extraOver(main.signature, signature) };
    },
    takes: ({ tagSet, key, version }) =>
      key === main.key &&
      tagSetText(tagSet) === tagSetText(main.tagSet) &&
      dropIn(baseline, version.signatures, settings) !== undefined,
  };
}

/** What a drop-in is found by: see {@link search}. */
export function mainSignature({
  graphs,
}: ModelSignatures): (NamedSignature & { readonly tagSet: TagSet }) | undefined {
  const graph: Graph | undefined = graphs.find(({ tagSet }) => tagSetText(tagSet) === 'serve') ?? graphs[0];
  const named = graph?.signatures.find(({ key }) => key === 'serving_default') ?? graph?.signatures[0];
  return graph && named && { ...named, tagSet: graph.tagSet };
}

function extraOver(baseline: Signature, { inputs, outputs }: Signature): number {
  const had = { inputs: namesOf(baseline.inputs), outputs: namesOf(baseline.outputs) };
  return (
    inputs.filter(({ name }) => !had.inputs.has(name)).length +
    outputs.filter(({ name }) => !had.outputs.has(name)).length
  );
}

function namesOf(specs: Signature['inputs']): ReadonlySet<string> {
  return new Set(specs.map(({ name }) => name));
}
