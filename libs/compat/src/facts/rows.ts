import { type Dim, type Shape, type TensorSpec } from '@sigcat/core';
import { type SignaturePair } from './fact';
import { allOf, anyOf, type Fit } from './fit';

/**
 * Do callers of the baseline send any number of rows, and does the candidate take them: is there an input with an
 * unknown size on its axis 0 on both sides? `maybe` where a rank is not recorded. An input that is gone does not
 * stand in the way, since there are servers that ignore it.
 */
export function keepsUnknownBatch({ before, after }: SignaturePair): Fit {
  return anyOf(
    ...before.signature.inputs.map(({ name, shape }) => {
      const other = after.signature.inputs.find((spec) => spec.name === name);
      return allOf(takesAnyRows(shape), other === undefined ? 'yes' : takesAnyRows(other.shape));
    }),
  );
}

function takesAnyRows(shape: Shape): Fit {
  if (shape.rank === 'unknown') return 'maybe';
  return isOpen(shape.dims[0]) ? 'yes' : 'no';
}

/**
 * Has an output that is new a row for each row of the others? In JSON's row form answers are cut along the axis 0 of
 * all outputs; there are none where it is missing or not of the same size everywhere. An output cannot spoil what
 * did not work before: `yes` where the row form could not be used anyway.
 */
export function sharesRows({ shape }: TensorSpec, signatures: SignaturePair): Fit {
  const { inputs, outputs } = signatures.before.signature;
  const worked = allOf(...inputs.map(hasFirstAxis), ...outputs.map(hasFirstAxis));
  if (worked === 'no' || outputs.length === 0) return 'yes';
  const fits = allOf(hasFirstAxis({ shape }), hasRows(firstDim(shape), signatures));
  return fits === 'no' && worked === 'maybe' ? 'maybe' : fits;
}

/** Is an axis as long as those of the outputs that were there? */
function hasRows(dim: Dim | undefined, signatures: SignaturePair): Fit {
  const others = signatures.before.signature.outputs.flatMap(({ shape }) => firstDim(shape) ?? []);
  const [other] = others;
  if (dim === undefined || other === undefined) return 'yes';
  if (others.every(isOpen)) {
    // Where no caller decides on the number of rows, an open axis may have any.
    const decides = keepsUnknownBatch(signatures);
    if (isOpen(dim) || decides === 'no') return 'yes';
    return decides === 'yes' ? 'no' : 'maybe';
  }
  if (others.some(isOpen)) return 'yes';
  if (isOpen(dim)) return 'maybe';
  return others.every((one) => sameSize(one, dim)) ? 'yes' : 'no';
}

function sameSize(a: Dim, b: Dim): boolean {
  return a.kind === 'fixed' && b.kind === 'fixed' && a.size === b.size;
}

function hasFirstAxis({ shape }: Pick<TensorSpec, 'shape'>): Fit {
  return shape.rank === 'unknown' ? 'maybe' : shape.dims.length > 0 ? 'yes' : 'no';
}

function firstDim(shape: Shape): Dim | undefined {
  return shape.rank === 'known' ? shape.dims[0] : undefined;
}

function isOpen(dim: Dim | undefined): boolean {
  return dim !== undefined && dim.kind !== 'fixed';
}
