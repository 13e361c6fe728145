import { type Shape, type Signature } from '@sigcat/core';
import { tensorsByName } from './by-name';
import { type SignaturePair } from './fact';
import { allOf, anyOf, type Fit } from './fit';
import { oncePer } from './once-per';

/**
 * Do callers of the baseline send any number of rows, and does the candidate take them: is there an input with an
 * unknown size on its axis 0 on both sides? `maybe` where a rank is not recorded. An input that is gone does not
 * stand in the way, since there are servers that ignore it.
 */
export const keepsUnknownBatch = oncePer(({ before, after }: SignaturePair): Fit => {
  const others = tensorsByName(after.signature.inputs);
  return anyOf(
    ...before.signature.inputs.map(({ name, shape }) => {
      const other = others.get(name);
      return allOf(takesAnyRows(shape), other === undefined ? 'yes' : takesAnyRows(other.shape));
    }),
  );
});

/** May callers send any number of rows: has an input an unknown size on its axis 0, or may have? */
export function sendsRows({ inputs }: Signature): boolean {
  return inputs.some(({ shape }) => takesAnyRows(shape) !== 'no');
}

function takesAnyRows(shape: Shape): Fit {
  if (shape.rank === 'unknown') return 'maybe';
  const [first] = shape.dims;
  return first !== undefined && first.kind !== 'fixed' ? 'yes' : 'no';
}
