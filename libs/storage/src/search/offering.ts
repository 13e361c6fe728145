import { type Filter, type NameAsked, type TextCondition } from '@sigcat/search';
import { type Conditions } from '../conditions';
import { filterCondition, keyCondition, tablesOf } from './filter-sql';

/** What is searched: the latest version of each model, or all versions. */
export type Universe = 'latest' | 'all';

/** Those who offer signatures, as a FROM and the conditions on them. */
export interface Offering {
  /** With the rows of who offers what as `o`: `signature_id`, `version_id`, `graph_position` and `position`. */
  readonly from: string;
  readonly where: string;
}

/** An offer (`o`) as an `OfferKey`, and the order in which they are told. */
export const offerKey = `o.version_id || '/' || o.graph_position || '/' || o.position`;
export const newestFirst = 'o.version_id DESC, o.graph_position, o.position';

export interface OffersWanted {
  readonly universe: Universe;
  /** Of the signature. */
  readonly key?: NameAsked;
  readonly filter?: Filter;
}

/** The alias under which alone something is looked for; undefined where there is none. */
export function aliasOf({ universe, filter }: OffersWanted): string | undefined {
  return universe === 'all' && filter ? aliasApart(filter).alias : undefined;
}

/** The offers that will do. Of the other tables only those are joined that a condition speaks of. */
export function offering({ universe, key, filter }: OffersWanted, values: Conditions): Offering {
  const { alias, rest } = universe === 'all' && filter ? aliasApart(filter) : { rest: filter };
  const used = new Set(rest ? tablesOf(rest) : []);
  if (key) used.add('vs');
  // The models of these are in their rows, and none of them is deleted.
  const table =
    universe === 'latest' ? 'latest_signature' : alias === undefined ? undefined : 'alias_signature';
  const joins = [
    ...(used.has('v') || (used.has('m') && !table) ? ['JOIN version v ON v.id = o.version_id'] : []),
    ...(used.has('m') ? [`JOIN model m ON m.id = ${table ? 'o' : 'v'}.model_id`] : []),
    ...(used.has('g')
      ? ['JOIN graph g ON g.version_id = o.version_id AND g.position = o.graph_position']
      : []),
    ...(used.has('vs')
      ? [
          `JOIN version_signature vs ON vs.version_id = o.version_id AND vs.graph_position = o.graph_position
             AND vs.position = o.position`,
        ]
      : []),
  ];
  return {
    from: `${table ?? 'version_signature'} o ${joins.join(' ')}`,
    where:
      [
        ...(table ? [] : [isNotDeleted]),
        ...(alias === undefined ? [] : [`o.alias = ${values.value(alias)}`]),
        ...(key ? [keyCondition(key, values)] : []),
        ...(rest ? [filterCondition(rest, values)] : []),
      ].join(' AND ') || 'true',
  };
}

interface AliasApart {
  readonly alias?: string;
  readonly rest?: Filter | undefined;
}

/** An alias that all who pass a filter have, and what else is asked of them. */
function aliasApart(filter: Filter): AliasApart {
  const parts = filter.kind === 'and' ? filter.of : [filter];
  const asked = parts.find(isAlias);
  if (!asked) return { rest: filter };
  const others = parts.filter((part) => part !== asked);
  return {
    alias: asked.test.value,
    rest: others.length > 1 ? { kind: 'and', of: others } : others[0],
  };
}

type AliasCondition = TextCondition & { readonly test: { readonly operator: '='; readonly value: string } };

function isAlias(filter: Filter): filter is AliasCondition {
  return filter.kind === 'text' && filter.field === 'alias' && filter.test.operator === '=';
}

const isNotDeleted = `NOT EXISTS (SELECT FROM version d WHERE d.id = o.version_id AND d.deleted_at IS NOT NULL)`;
