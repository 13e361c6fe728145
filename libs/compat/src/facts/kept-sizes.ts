import { type Dim } from '@sigcat/core';
import { tensorsByName } from './by-name';
import { type SignaturePair } from './fact';
import { swapped } from './mirror';
import { oncePer } from './once-per';

/**
 * Whether an output's axis has the size for callers of one side that it is fixed to there, although the other side gives it
 * a symbol: the symbol stands on an axis of an input too, and what those callers send has this size.
 */
export function keepsSize(before: Dim, after: Dim, signatures: SignaturePair): boolean {
  if (before.kind === 'fixed' && after.kind === 'symbolic') return sends(signatures, after.name, before.size);
  if (after.kind === 'fixed' && before.kind === 'symbolic') {
    return sends(swapped(signatures), before.name, after.size);
  }
  return false;
}

/** Do all callers of the baseline send this size where the candidate has the symbol? */
function sends(signatures: SignaturePair, symbol: string, size: number): boolean {
  return sizesSent(signatures).get(symbol)?.has(size) ?? false;
}

/** The sizes that all callers of the baseline send, by the symbols that the candidate has there. */
const sizesSent = oncePer(({ before, after }: SignaturePair): ReadonlyMap<string, ReadonlySet<number>> => {
  const sizes = new Map<string, Set<number>>();
  const inputs = tensorsByName(before.signature.inputs);
  for (const { name, shape } of after.signature.inputs) {
    const sent = inputs.get(name);
    if (sent === undefined || sent.optional || sent.shape.rank === 'unknown' || shape.rank === 'unknown') {
      continue;
    }
    for (const [axis, dim] of shape.dims.entries()) {
      const known = sent.shape.dims[axis];
      if (dim.kind !== 'symbolic' || known?.kind !== 'fixed') continue;
      const own = sizes.get(dim.name) ?? new Set();
      sizes.set(dim.name, own.add(known.size));
    }
  }
  return sizes;
});
