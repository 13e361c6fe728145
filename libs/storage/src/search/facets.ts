import { type Signature, type TensorSpec } from '@sigcat/core';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { type SignatureId } from '../catalog/signatures';
import { offering, type OffersWanted } from './offering';

/** How many of the signatures found have, or are offered with, a value. */
export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** Of each facet its values, the most common first. */
export interface Facets {
  readonly inputDtypes: readonly FacetCount[];
  readonly inputRanks: readonly FacetCount[];
  readonly outputDtypes: readonly FacetCount[];
  readonly outputRanks: readonly FacetCount[];
  readonly formats: readonly FacetCount[];
  readonly namespaces: readonly FacetCount[];
}

/** A signature of which some count. */
export interface Counted {
  readonly id: SignatureId;
  readonly signature: Signature;
}

/** Where signatures come from. */
export interface Sources {
  /** Of each signature, the formats and namespaces of those who offer it. */
  readonly formats: readonly (readonly string[])[];
  readonly namespaces: readonly (readonly string[])[];
  /** Whether all who offer them were looked at. */
  readonly isComplete: boolean;
}

/** Counts what there is among signatures, and among those who offer them. */
export function facetsOf(found: readonly Counted[], { formats, namespaces }: Sources): Facets {
  const signatures = found.map(({ signature }) => signature);
  const count = (side: 'inputs' | 'outputs', of: (spec: TensorSpec) => string): FacetCount[] =>
    counts(signatures.map((signature) => signature[side].map(of)));
  return {
    inputDtypes: count('inputs', dtypeOf),
    inputRanks: count('inputs', rankOf),
    outputDtypes: count('outputs', dtypeOf),
    outputRanks: count('outputs', rankOf),
    formats: counts(formats),
    namespaces: counts(namespaces),
  };
}

const dtypeOf = ({ dtype }: TensorSpec): string => dtype;
const rankOf = ({ shape }: TensorSpec): string =>
  shape.rank === 'known' ? String(shape.dims.length) : 'unknown';

/** In how many of the lists each value is. */
function counts(lists: readonly (readonly string[])[]): FacetCount[] {
  const found = new Map<string, number>();
  for (const list of lists) {
    for (const value of new Set(list)) found.set(value, (found.get(value) ?? 0) + 1);
  }
  return [...found]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

interface SourcesRow {
  readonly formats: readonly string[];
  readonly namespaces: readonly string[];
  readonly is_cut: boolean;
}

/**
 * Where signatures come from, as the newest offers of each say that will do.
 * @param most of them at most: some signatures have a hundred thousand
 * @throws Problem `database-unavailable`.
 */
export async function sourcesOf(
  database: Database,
  found: readonly Counted[],
  wanted: OffersWanted,
  most: number,
): Promise<Sources> {
  const values = new Conditions();
  const ids = values.value(JSON.stringify(found.map(({ id }) => id)));
  const { from, where } = offering(wanted, values);
  const text = `
    SELECT json_agg(DISTINCT v.format) AS formats, json_agg(DISTINCT m.namespace) AS namespaces,
      count(*) > ${most} AS is_cut
    FROM jsonb_array_elements_text(${ids}) AS s (id) CROSS JOIN LATERAL (
      SELECT o.version_id FROM ${from} WHERE o.signature_id = s.id::bigint AND ${where}
      ORDER BY o.version_id DESC LIMIT ${most + 1}
    ) AS newest JOIN version v ON v.id = newest.version_id JOIN model m ON m.id = v.model_id
    GROUP BY s.id`;
  const rows = await database.run<SourcesRow>({ text }, values.values);
  return {
    formats: rows.map(({ formats }) => formats),
    namespaces: rows.map(({ namespaces }) => namespaces),
    isComplete: !rows.some((row) => row.is_cut),
  };
}
