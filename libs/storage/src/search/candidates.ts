import { type Digest, digestBytes } from '@sigcat/core';
import { Conditions } from '../conditions';
import { type Connection } from '../database';
import { type OfferKey } from './offers';
import { aliasOf, newestFirst, offering, offerKey, type OffersWanted } from './offering';
import { type StatementNames } from '../statement-names';

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
 * few. `order`: all signatures in the order of answers, or all that are under an alias, until enough of them will do: good
 * for many. `offers`: the signatures of the versions that pass the filter: good where those are few. `digest`: the one
 * signature of a digest.
 */
export type Way = 'tokens' | 'order' | 'offers' | 'digest';

export interface Wanted extends OffersWanted {
  readonly clauses: readonly HashedClause[];
  /** For the way by digest. */
  readonly digest?: Digest;
  readonly after?: Place;
  readonly limit: number;
  /** Offers to name of each. */
  readonly offers: number;
}

export interface CandidateRow {
  readonly id: string;
  readonly tensor_count: number;
  readonly unknowns: number;
  /** The newest first; null where nobody offers it who will do. */
  readonly offers: readonly OfferKey[] | null;
}

/** What is wanted, and the way to it. */
export interface Part extends Wanted {
  readonly way: Way;
}

/**
 * Of each part the next signatures, in the order of answers, that meet the clauses, and who offers them. However few it
 * is that will do, not more is looked at than `limit`. All parts together are one statement.
 * @throws Problem `database-unavailable`.
 */
export async function candidates(
  connection: Connection,
  names: StatementNames,
  parts: readonly Part[],
): Promise<readonly (readonly CandidateRow[])[]> {
  const values = new Conditions();
  const text = parts
    .map((part, i) => `SELECT ${i} AS part, c.* FROM (${candidatesText(part, values)}) AS c`)
    .join(' UNION ALL ');
  if (parts.length === 0) return [];
  const rows = await connection.run<CandidateRow & { part: number }>(names.named(text), values.values);
  return parts.map((_, i) => rows.filter(({ part }) => part === i));
}

const columns = 's.id, s.tensor_count, s.unknowns, - s.id AS age';

function candidatesText(wanted: Part, values: Conditions): string {
  const { way, offers } = wanted;
  const { from, where } = way === 'offers' ? { from: 'passing o', where: 'true' } : offering(wanted, values);
  const [head, list] = { tokens, order, offers: offered, digest }[way](wanted, values);
  return `${head}
    SELECT c.id, c.tensor_count, c.unknowns, x.offers
    FROM (${list} LIMIT ${limitOf(wanted, values)}) AS c CROSS JOIN LATERAL (
      SELECT json_agg(offer) AS offers FROM (
        SELECT ${offerKey} AS offer FROM ${from} WHERE o.signature_id = c.id AND ${where}
        ORDER BY ${newestFirst} LIMIT ${offers}) AS newest
    ) AS x
    ORDER BY c.tensor_count, c.unknowns, c.age`;
}

/**
 * Along the order, a plan for any limit would be one for a tenth of all there is: so limits are part of the text. Where all
 * hits are found first, there is one plan for all limits.
 */
function limitOf({ way, limit }: Part, values: Conditions): string {
  return way === 'order' ? String(limit) : `(SELECT ${values.value(limit)}::int)`;
}

/** What comes before a statement, and the list of signatures in it. */
type HeadAndList = readonly [head: string, list: string];

function tokens(wanted: Wanted, values: Conditions): HeadAndList {
  return [
    `WITH hits AS MATERIALIZED (SELECT ${columns} FROM signature s
      WHERE ${whereOf(wanted, meetsByIndex(wanted, values))})`,
    `SELECT * FROM hits s WHERE ${place(wanted, values)} ${inOrder}`,
  ];
}

function order(wanted: Wanted, values: Conditions): HeadAndList {
  const alias = aliasOf(wanted);
  const from =
    alias === undefined
      ? 'signature s'
      : `(SELECT c.signature_id AS id, c.tensor_count, c.unknowns, c.brief
          FROM alias_candidate c WHERE c.alias = ${values.value(alias)}) AS s`;
  const where = whereOf(wanted, ...meeting(wanted, values), place(wanted, values));
  return ['', `SELECT ${columns} FROM ${from} WHERE ${where} ${inOrder}`];
}

function offered(wanted: Wanted, values: Conditions): HeadAndList {
  const { from, where } = offering(wanted, values);
  return [
    `WITH passing AS MATERIALIZED (
      SELECT o.signature_id, o.version_id, o.graph_position, o.position FROM ${from} WHERE ${where}
    ), hits AS MATERIALIZED (
      SELECT ${columns} FROM signature s
      WHERE ${whereOf(wanted, 's.id IN (SELECT signature_id FROM passing)', meets(wanted, values, 's.tokens'))})`,
    `SELECT * FROM hits s WHERE ${place(wanted, values)} ${inOrder}`,
  ];
}

function digest(wanted: Wanted, values: Conditions): HeadAndList {
  const bytes = values.value(wanted.digest === undefined ? null : digestBytes(wanted.digest));
  return ['', `SELECT ${columns} FROM signature s WHERE s.digest = ${bytes} AND ${place(wanted, values)}`];
}

const inOrder = 'ORDER BY s.tensor_count, s.unknowns, - s.id';

function whereOf({ universe }: Wanted, ...others: readonly string[]): string {
  return [...(universe === 'latest' ? ['s.current'] : []), ...others].join(' AND ');
}

/** The index has no tokens of those that have many: whether they meet the clauses is seen when they are read. */
function meeting(wanted: Wanted, values: Conditions): string[] {
  if (wanted.clauses.length === 0) return [];
  const isWide = `(SELECT ${meets(wanted, values, 'w.tokens')} FROM signature w WHERE w.id = s.id)`;
  return [`CASE WHEN s.brief IS NULL THEN ${isWide} ELSE ${meets(wanted, values, 's.brief')} END`];
}

/** That tokens meet the clauses, one after the other, which is no business of an index. */
function meets({ clauses }: Wanted, values: Conditions, tokens: string): string {
  const [single, several] = bySize(clauses);
  return (
    [
      ...single.map((token) => `${values.value(token)}::int = ANY (${tokens})`),
      ...several.map((clause) => `arrayoverlap(${tokens}, ${values.value(clause)}::int[])`),
    ].join(' AND ') || 'true'
  );
}

/**
 * The same, for the index on tokens. Its arrays come out of queries of their own: PostgreSQL then cannot know them
 * beforehand, and does not plan anew each time for what would be the same.
 */
function meetsByIndex({ clauses }: Wanted, values: Conditions): string {
  const of = (tokens: readonly number[]): string => `(SELECT ${values.value(tokens)}::int[])`;
  const [single, several] = bySize(clauses);
  return [`s.tokens @> ${of(single)}`, ...several.map((clause) => `s.tokens && ${of(clause)}`)].join(' AND ');
}

/** The tokens that have to be there, and the clauses of several of which one has to: few statements differ in more. */
function bySize(clauses: readonly HashedClause[]): readonly [number[], HashedClause[]] {
  const single = clauses.flatMap((clause) => (clause.length === 1 ? clause : []));
  return [single, clauses.filter(({ length }) => length !== 1)];
}

function place({ after }: Wanted, values: Conditions): string {
  return after
    ? `(s.tensor_count, s.unknowns, - s.id) > (${values.value(after.tensorCount)}::smallint,
        ${values.value(after.unknowns)}::int, - ${values.value(after.id)}::bigint)`
    : 'true';
}
