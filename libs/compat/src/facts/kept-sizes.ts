import { type Dim, type Signature } from '@sigcat/core';
import { type SignaturePair } from './fact';

/**
 * Whether an output's axis has the size for callers of one side that it is fixed to there, although the other side gives it
 * a symbol: the symbol stands on an axis of an input too, and what those callers send has this size.
 */
export function keepsSize(before: Dim, after: Dim, signatures: SignaturePair): boolean {
  const old = signatures.before.signature;
  const new_ = signatures.after.signature;
  if (before.kind === 'fixed' && after.kind === 'symbolic') return sends(old, new_, after.name, before.size);
  if (after.kind === 'fixed' && before.kind === 'symbolic') return sends(new_, old, before.name, after.size);
  return false;
}

/** Do all callers of `fixed` send this size where `open` has the symbol? */
function sends(fixed: Signature, open: Signature, symbol: string, size: number): boolean {
  return open.inputs.some((input) => {
    const sent = fixed.inputs.find(({ name }) => name === input.name);
    if (
      sent === undefined ||
      sent.optional ||
      sent.shape.rank === 'unknown' ||
      input.shape.rank === 'unknown'
    ) {
      return false;
    }
    const { dims } = sent.shape;
    return input.shape.dims.some((dim, axis) => {
      const known = dims[axis];
      return dim.kind === 'symbolic' && dim.name === symbol && known?.kind === 'fixed' && known.size === size;
    });
  });
}
