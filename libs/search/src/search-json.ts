import { allOf, shorthandConditions } from './filter/shorthand';
import { type Filter } from './filter/filter';
import { parseFilter } from './filter/parse';
import { parseTagSet } from './filter/tag-sets';
import { parseTime, timeExpected } from './filter/times';
import { QueryError } from './query-error';
import { refuseOpen } from './query/full-signature';
import { parseQuery } from './query/parse';
import { type SearchQuery } from './query/query';
import { type CallSettings } from './relations/call';

/** A search as it is written, the same in the address of a request and in one that is saved. */
export interface SearchJson {
  /** A query; there is either this or `drop_in_for`. */
  readonly q?: string | undefined;
  readonly relation?: 'matches' | 'accepts' | 'exact' | undefined;
  /** A version such as `payments/fraud@3`. */
  readonly drop_in_for?: string | undefined;
  readonly transport?: CallSettings['transport'] | undefined;
  readonly unknown_shapes?: CallSettings['unknownShapes'] | undefined;
  readonly extra_inputs?: CallSettings['extraInputs'] | undefined;
  readonly filter?: string | undefined;
  /** Left out: `latest`, but `all` where an alias is asked for, which may well point to another version. */
  readonly versions?: 'latest' | 'all' | undefined;
  readonly namespace?: string | undefined;
  readonly model?: string | undefined;
  readonly alias?: string | undefined;
  readonly format?: string | undefined;
  readonly framework_version?: string | undefined;
  readonly method_name?: string | undefined;
  readonly tag_set?: string | undefined;
  /** `key=value`, or `key` for any value. */
  readonly label?: readonly string[] | undefined;
  /** RFC 3339, or a date. */
  readonly published_since?: string | undefined;
}

/** What is looked for, as it was written. */
export type Sought =
  | { readonly relation: 'matches' | 'exact'; readonly query: SearchQuery }
  | { readonly relation: 'accepts'; readonly query: SearchQuery; readonly settings: Partial<CallSettings> }
  | { readonly relation: 'drop-in'; readonly dropInFor: string; readonly settings: Partial<CallSettings> };

/**
 * A search that was read. All it may need still is the model that drop-ins are looked for of; then `search` says what
 * it finds among many versions or, with `catalogueOf([version])`, whether a version is one that is looked for.
 */
export interface ParsedSearch {
  readonly sought: Sought;
  readonly filter?: Filter;
  readonly universe: 'latest' | 'all';
}

/** A mistake in one of the texts of a search. */
export class SearchJsonError extends Error {
  override readonly name = 'SearchJsonError';

  constructor(
    readonly member: 'q' | 'filter' | 'published_since',
    readonly mistake: QueryError,
  ) {
    super(`${member}: ${mistake.message}`);
  }
}

/** @throws SearchJsonError with the position of the first mistake. */
export function parseSearch(json: SearchJson): ParsedSearch {
  const filter = filterOf(json);
  return {
    sought: soughtOf(json),
    ...(filter && { filter }),
    universe: json.versions ?? (filter && asksForAlias(filter) ? 'all' : 'latest'),
  };
}

function soughtOf(json: SearchJson): Sought {
  const { q = '', relation = 'matches', drop_in_for: dropInFor } = json;
  const settings = settingsOf(json);
  if (dropInFor !== undefined) return { relation: 'drop-in', dropInFor, settings };
  const query = read('q', () => queryOf(q, relation));
  return relation === 'accepts' ? { relation, query, settings } : { relation, query };
}

function queryOf(text: string, relation: SearchJson['relation']): SearchQuery {
  const query = parseQuery(text);
  if (relation === 'exact') refuseOpen(query, text);
  return query;
}

function settingsOf({ transport, unknown_shapes, extra_inputs }: SearchJson): Partial<CallSettings> {
  return {
    ...(transport && { transport }),
    ...(unknown_shapes && { unknownShapes: unknown_shapes }),
    ...(extra_inputs && { extraInputs: extra_inputs }),
  };
}

function filterOf(json: SearchJson): Filter | undefined {
  const { filter, namespace, model, alias, format, framework_version, method_name } = json;
  const { tag_set, label, published_since } = json;
  return allOf([
    ...(filter === undefined ? [] : [read('filter', () => parseFilter(filter))]),
    ...shorthandConditions({
      ...(namespace !== undefined && { namespace }),
      ...(model !== undefined && { model }),
      ...(alias !== undefined && { alias }),
      ...(format !== undefined && { format }),
      ...(framework_version !== undefined && { frameworkVersion: framework_version }),
      ...(method_name !== undefined && { methodName: method_name }),
      ...(tag_set !== undefined && { tagSet: parseTagSet(tag_set) }),
      ...(label && { labels: label.map(labelOf) }),
      ...(published_since !== undefined && {
        publishedSince: read('published_since', () => timeOf(published_since)),
      }),
    }),
  ]);
}

function asksForAlias(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some(asksForAlias);
    case 'not':
      return asksForAlias(filter.of);
    default:
      return filter.field === 'alias';
  }
}

function timeOf(text: string): Date {
  const time = parseTime(text);
  if (time === undefined) throw new QueryError(text, 0, timeExpected);
  return time;
}

function labelOf(text: string): { key: string; value?: string } {
  const equals = text.indexOf('=');
  return equals < 0 ? { key: text } : { key: text.slice(0, equals), value: text.slice(equals + 1) };
}

function read<T>(member: SearchJsonError['member'], parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof QueryError ? new SearchJsonError(member, error) : error;
  }
}
