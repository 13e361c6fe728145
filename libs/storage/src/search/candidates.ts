import { type Digest, digestBytes } from '@sigcat/core';
import { type Filter } from '@sigcat/search';
import { Conditions } from '../conditions';
import { type Connection } from '../database';
import { type GraphRow } from '../catalog/graphs';
import { type TensorRow } from '../catalog/tensor-row';
import { filterCondition, keyCondition, type KeysAsked } from './filter-sql';

/** Hashed tokens of which a signature has to have one. */
export type HashedClause = readonly number[];

/** Where candidates stand in the order of answers. */
export interface Place {
  readonly tensorCount: number;
  readonly unknowns: number;
  readonly id: number;
}

/**
 * How to come by candidates. `tokens`: the index on tokens gives all there are, which are then put in order: good for
 * few. `order`: all signatures in the order of answers, until enough of them will do: good for many. `offers`: the
 * signatures of the versions that pass the filter: good where those are few. `digest`: the one signature of a digest.
 */
export type Way = 'tokens' | 'order' | 'offers' | 'digest';

export interface Wanted {
  readonly universe: 'latest' | 'all';
  readonly clauses: readonly HashedClause[];
  /** For the way by digest. */
  readonly digest?: Digest;
  /** Those with this token are left out. */
  readonly without?: number;
  readonly keys?: KeysAsked;
  readonly filter?: Filter;
  readonly after?: Place;
  readonly limit: number;
  /** Offers to show of each. */
  readonly offers: number;
  /** Whether to read all the signatures of those who offer it. */
  readonly whole: boolean;
}

/** A version that offers a signature, under a key. */
export interface OfferRow {
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly key: string;
  readonly tag_set: readonly string[];
  readonly published_at: string;
  readonly format: string;
  readonly graphs: readonly GraphRow[] | null;
}

export interface CandidateRow {
  readonly id: string;
  readonly tensor_count: number;
  readonly unknowns: number;
  readonly body: readonly TensorRow[];
  readonly offers: readonly OfferRow[];
}

/** Those who offer signature `c`, the newest first. */
function offersOf({ universe, keys, filter }: Wanted, values: Conditions): string {
  const conditions = [keyCondition(keys, values), filter && filterCondition(filter, values)]
    .filter((one) => one !== undefined)
    .map((one) => ` AND ${one}`)
    .join('');
  const from =
    universe === 'latest'
      ? `latest_signature l JOIN version v ON v.id = l.version_id
         JOIN version_signature vs ON vs.version_id = l.version_id AND vs.signature_id = l.signature_id`
      : 'version_signature vs JOIN version v ON v.id = vs.version_id AND v.deleted_at IS NULL';
  const signature = universe === 'latest' ? 'l.signature_id' : 'vs.signature_id';
  const order = universe === 'latest' ? 'l.version_id' : 'vs.version_id';
  return `FROM ${from} JOIN model m ON m.id = v.model_id
    JOIN graph g ON g.version_id = vs.version_id AND g.position = vs.graph_position
    WHERE ${signature} = c.id${conditions} ORDER BY ${order} DESC, vs.graph_position, vs.position`;
}

/**
 * The next signatures, in the order of answers, that meet the clauses and that some version offers.
 * @throws Problem `database-unavailable`.
 */
export async function candidates(
  connection: Connection,
  way: Way,
  wanted: Wanted,
): Promise<readonly CandidateRow[]> {
  const values = new Conditions();
  const text = candidatesText(way, wanted, values);
  const { universe, clauses, filter, keys, after, without, whole } = wanted;
  const alternatives = clauses.filter(({ length }) => length !== 1).length;
  const parts = [
    way,
    universe,
    alternatives,
    after ? 'on' : 'first',
    keys ? 'keyed' : 'any',
    without !== undefined,
    whole,
  ];
  // A filter may be anything; its statement is made for it alone.
  const name = filter ? {} : { name: `search-${parts.join('-')}` };
  return connection.run<CandidateRow>({ ...name, text }, values.values);
}

function candidatesText(way: Way, wanted: Wanted, values: Conditions): string {
  const { universe, clauses, digest, without, after, limit, offers } = wanted;
  const current = universe === 'latest' ? 's.current AND ' : '';
  const all = clauses.flatMap((clause) => (clause.length === 1 ? clause : []));
  const meets = (tokens = 's.tokens'): string => {
    // As functions they are no business of an index.
    const [contains, overlaps] =
      way === 'tokens'
        ? [(a: string) => `${tokens} @> ${a}`, (a: string) => `${tokens} && ${a}`]
        : [(a: string) => `arraycontains(${tokens}, ${a})`, (a: string) => `arrayoverlap(${tokens}, ${a})`];
    return [
      contains(`${values.value(all)}::int[]`),
      ...clauses
        .filter(({ length }) => length !== 1)
        .map((clause) => overlaps(`${values.value(clause)}::int[]`)),
      ...(without === undefined
        ? []
        : [`NOT arraycontains(${tokens}, ARRAY[${values.value(without)}::int])`]),
    ].join(' AND ');
  };
  const place = (): string =>
    after
      ? `(s.tensor_count, s.unknowns, - s.id) > (${values.value(after.tensorCount)}::smallint,
        ${values.value(after.unknowns)}::int, - ${values.value(after.id)}::bigint)`
      : 'true';
  const order = 'ORDER BY s.tensor_count, s.unknowns, - s.id';
  const columns = 's.id, s.tensor_count, s.unknowns';
  const ordered: Record<Way, () => string> = {
    tokens: () => `SELECT ${columns} FROM hits s WHERE ${place()} ${order}`,
    // The index has no tokens of those that have many; whether they meet the clauses is seen when they are read.
    order: () =>
      `SELECT ${columns}, s.brief FROM signature s
       WHERE ${current}(s.brief IS NULL OR ${meets('s.brief')}) AND ${place()} ${order}`,
    offers: () => `SELECT ${columns} FROM hits s WHERE ${place()} ${order}`,
    digest: () =>
      `SELECT ${columns} FROM signature s WHERE s.digest = ${values.value(digest === undefined ? null : digestBytes(digest))}
       AND ${place()}`,
  };
  const hits: Record<Way, () => string> = {
    tokens: () => `WITH hits AS MATERIALIZED (SELECT ${columns} FROM signature s WHERE ${current}${meets()})`,
    order: () => '',
    digest: () => '',
    offers: () => `WITH hits AS MATERIALIZED (
      SELECT ${columns} FROM signature s WHERE s.id IN (${offeredSignatures(wanted, values)}) AND ${meets()})`,
  };
  const head = hits[way]();
  const list = ordered[way]();
  const isLeft = way === 'order' ? ` AND (c.brief IS NOT NULL OR ${meets()})` : '';
  return `${head}
    SELECT c.id, c.tensor_count, c.unknowns, body.body, o.offers
    FROM (${list}) AS c CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('namespace', x.namespace, 'model', x.name, 'version', x.number, 'key', x.key,
        'tag_set', x.tag_set, 'published_at', x.published_at,
        'format', x.format, 'graphs', x.graphs)) AS offers
      FROM (SELECT v.format, ${wanted.whole ? 'v.graphs' : 'NULL::json AS graphs'}, m.namespace, m.name, v.number, vs.key, g.tag_set, v.published_at
            ${offersOf(wanted, values)} LIMIT ${values.value(offers)}) AS x
    ) AS o JOIN LATERAL (SELECT body FROM signature s WHERE id = c.id${isLeft}) AS body ON true
    WHERE o.offers IS NOT NULL ORDER BY c.tensor_count, c.unknowns, - c.id LIMIT ${values.value(limit)}`;
}

/** The signatures of the versions that pass the filter. */
function offeredSignatures({ universe, filter }: Wanted, values: Conditions): string {
  const from =
    universe === 'latest' ? 'latest_signature l JOIN version v ON v.id = l.version_id' : 'version v';
  return `SELECT vs.signature_id FROM ${from} JOIN model m ON m.id = v.model_id
    JOIN version_signature vs ON vs.version_id = v.id
    JOIN graph g ON g.version_id = vs.version_id AND g.position = vs.graph_position
    JOIN signature c ON c.id = vs.signature_id
    WHERE v.deleted_at IS NULL${filter ? ` AND ${filterCondition(filter, values)}` : ''}`;
}
