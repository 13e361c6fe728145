import { type Shape, type Signature, type TensorSpec } from '@sigcat/core';
import { type Exactness, exactnesses } from './relations/exact';

/** Where a hit stands in the order of hits: none of it ever changes for the same search and signature. */
export interface Rank {
  /** Absent where the signature is not the very one that is looked for. */
  readonly exactness?: Exactness;
  /** Inputs and outputs together: of those that have all that is asked for, the fewest are the fewest beside it. */
  readonly tensors: number;
  /** See {@link specificityOf}. */
  readonly specificity: number;
  /** Of the signature; no two have the same, and newer ones have higher ones. */
  readonly id: number;
}

/**
 * Sorts what comes first first: exact hits, the nearest before the others; then those with the fewest tensors; then
 * those with the most specific shapes; then the newest. The order is total: only a hit and itself are equal.
 */
export function compareHits(a: Rank, b: Rank): number {
  return nearness(a) - nearness(b) || a.tensors - b.tensors || b.specificity - a.specificity || b.id - a.id;
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
