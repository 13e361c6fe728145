/**
 * One axis of a shape. A fixed size may be 0, which is a real size. A symbolic dim has a name that says it
 * equals the other dims of that name in the same signature. Sizes are in elements.
 */
export type Dim =
  | { readonly kind: 'fixed'; readonly size: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'symbolic'; readonly name: string };

/** Unknown rank contains every shape; a known rank without dims is a scalar. */
export type Shape = { readonly rank: 'unknown' } | { readonly rank: 'known'; readonly dims: readonly Dim[] };

export const unknownRank: Shape = { rank: 'unknown' };
export const unknownDim: Dim = { kind: 'unknown' };
export const scalar: Shape = { rank: 'known', dims: [] };

/** @throws RangeError when `size` is not a safe integer of at least 0. */
export function fixedDim(size: number): Dim {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is not a size`);
  return { kind: 'fixed', size };
}

export function symbolicDim(name: string): Dim {
  return { kind: 'symbolic', name };
}

/** A shape of these dims: a number is a fixed size, `?` an unknown dim, any other text a symbol. */
export function shapeOf(...dims: readonly (number | string)[]): Shape {
  return {
    rank: 'known',
    dims: dims.map((dim) =>
      typeof dim === 'number' ? fixedDim(dim) : dim === '?' ? unknownDim : symbolicDim(dim),
    ),
  };
}
