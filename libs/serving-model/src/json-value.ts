import { type JsonScalar } from './json-scalar';

/**
 * Nested lists that hold one and the same scalar everywhere; without sizes, the scalar by itself. Lists end at
 * the first size 0, since an empty list does not show what would be in it: a tensor of shape [2,0,3] is
 * written `[[],[]]`, sizes [2,0].
 */
export interface JsonValue {
  readonly sizes: readonly number[];
  readonly scalar: JsonScalar;
}

export function jsonValue(shape: readonly number[], scalar: JsonScalar): JsonValue {
  const end = shape.indexOf(0);
  return { sizes: end < 0 ? shape : shape.slice(0, end + 1), scalar };
}

/** Lists without anything in them. */
export function isEmpty({ sizes }: JsonValue): boolean {
  return sizes.at(-1) === 0;
}
