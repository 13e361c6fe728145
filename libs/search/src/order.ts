import { type Shape, type Signature, type TensorSpec } from '@sigcat/core';
import { type Exactness, exactnesses } from './relations/exact';

/** Where a hit stands in the order of hits: none of it ever changes for the same search and signature. */
export interface Rank {
  /** Absent where the signature is not the very one that is looked for. */
  readonly exactness?: Exactness;
  /** Inputs and outputs beside those asked for. */
  readonly extra: number;
  /** See {@link specificityOf}. */
  readonly specificity: number;
  /** Of the signature; no two have the same, and newer ones have higher ones. */
  readonly id: number;
}

/**
 * `best`: exact hits first, the nearest before the others; then those with the fewest extra tensors; then those with
 * the most specific shapes; then the newest. `newest`: just that.
 */
export const orders = ['best', 'newest'] as const;
export type Order = (typeof orders)[number];

/** Sorts what comes first first. The order is total: only a hit and itself are equal. */
export function compareHits(a: Rank, b: Rank, order: Order = 'best'): number {
  const newest = b.id - a.id;
  if (order === 'newest') return newest;
  return nearness(a) - nearness(b) || a.extra - b.extra || b.specificity - a.specificity || newest;
}

function nearness({ exactness }: Rank): number {
  return exactness === undefined ? exactnesses.length : exactnesses.indexOf(exactness);
}

/** An unknown rank leaves more open than an unknown dim on each axis of any shape that is in use. */
const dimsOfUnknownRank = 16;

/**
 * How much the shapes of a signature say: 0 when everything is known, and 1 less for each dim that is unknown or
 * symbolic, 16 less for each unknown rank. Components of composites are not looked into.
 */
export function specificityOf({ inputs, outputs }: Signature): number {
  return [...inputs, ...outputs].reduce((sum, { shape }: TensorSpec) => sum - openDims(shape), 0);
}

function openDims(shape: Shape): number {
  if (shape.rank === 'unknown') return dimsOfUnknownRank;
  return shape.dims.filter(({ kind }) => kind !== 'fixed').length;
}
