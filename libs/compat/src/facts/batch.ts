import { type Shape } from '@sigcat/core';
import { type SignaturePair } from './fact';

/**
 * Does an input take any number of rows on both sides, that is an unknown size on its axis 0? An unknown
 * rank does not say so: it usually means that nothing was recorded.
 */
export function keepsUnknownBatch({ before, after }: SignaturePair): boolean {
  const open = new Set(before.inputs.filter(({ shape }) => isOpen(shape)).map(({ name }) => name));
  return open.size > 0 && after.inputs.some(({ name, shape }) => open.has(name) && isOpen(shape));
}

function isOpen(shape: Shape): boolean {
  if (shape.rank === 'unknown') return false;
  const [first] = shape.dims;
  return first !== undefined && first.kind !== 'fixed';
}
