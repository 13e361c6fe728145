import { type Filter } from '@sigcat/search';
import { type Conditions } from '../conditions';
import { filterCondition, type KeysAsked, keyCondition, tablesOf } from './filter-sql';

/** What is searched: the latest version of each model, or all versions. */
export type Universe = 'latest' | 'all';

/** Those who offer signatures, as a FROM and the conditions on them. */
export interface Offering {
  /** With the rows of who offers what as `o`: `signature_id`, `version_id`, `graph_position` and `position`. */
  readonly from: string;
  readonly where: string;
}

export interface OffersWanted {
  readonly universe: Universe;
  readonly keys?: KeysAsked;
  readonly filter?: Filter;
}

/** The offers that will do. Of the other tables only those are joined that a condition speaks of. */
export function offering({ universe, keys, filter }: OffersWanted, values: Conditions): Offering {
  const used = new Set(filter ? tablesOf(filter) : []);
  if (keys) used.add('vs');
  const isLatest = universe === 'latest';
  const joins = [
    ...(used.has('v') || (used.has('m') && !isLatest) ? ['JOIN version v ON v.id = o.version_id'] : []),
    ...(used.has('m') ? [`JOIN model m ON m.id = ${isLatest ? 'o' : 'v'}.model_id`] : []),
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
    from: `${isLatest ? 'latest_signature' : 'version_signature'} o ${joins.join(' ')}`,
    where:
      [
        ...(isLatest ? [] : [isNotDeleted]),
        ...(keys ? [keyCondition(keys, values)] : []),
        ...(filter ? [filterCondition(filter, values)] : []),
      ].join(' AND ') || 'true',
  };
}

const isNotDeleted = `NOT EXISTS (SELECT FROM version d WHERE d.id = o.version_id AND d.deleted_at IS NOT NULL)`;
