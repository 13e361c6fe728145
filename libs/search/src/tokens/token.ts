import { type Digest, type DType } from '@sigcat/core';

/** `i` for inputs, `o` for outputs. */
export type Side = 'i' | 'o';

/**
 * Sizes on further axes have no tokens: a shape of hundreds of axes costs no more than others, and no token is longer
 * than the name of a tensor and 80 characters.
 */
export const tokenAxes = 4;

/** There are tokens for so many tensors of one kind, and no more. */
export const tokenMultiplicity = 4;

/**
 * Strings that say something of a signature, for an inverted index: a signature that matches a query has all of the
 * query's tokens. `float32/4` below is a dtype with a rank, `1=224` a size on an axis (from 0).
 */
export const token = {
  /** `i:c:2`: there are exactly so many. */
  count: (side: Side, count: number): string => `${side}:c:${count}`,
  /** `i:#2`: there are at least so many. */
  some: (side: Side, atLeast: number): string => `${side}:#${atLeast}`,
  /** `i:q:2`: callers must not leave out exactly so many. */
  required: (count: number): string => `i:q:${count}`,
  /** `i:n:image` */
  name: (side: Side, name: string): string => `${side}:n:${name}`,
  /** `i:nt:float32:image` */
  nameAndDtype: (side: Side, name: string, dtype: DType): string => `${side}:nt:${dtype}:${name}`,
  /** `i:ntr:float32/4:image`; the rank is `?` where it is not known. */
  nameDtypeAndRank: (side: Side, name: string, dtype: DType, rank: number | '?'): string =>
    `${side}:ntr:${dtype}/${rank}:${name}`,
  /** `i:t:float32`; `i:t:float32#2`: there are at least two. */
  dtype: (side: Side, dtype: DType, atLeast = 1): string => `${side}:t:${dtype}${several(atLeast)}`,
  /** `i:r:4` */
  rank: (side: Side, rank: number): string => `${side}:r:${rank}`,
  /** `i:tr:float32/4`; `i:tr:float32/4#2`: there are at least two. */
  dtypeAndRank: (side: Side, dtype: DType, rank: number, atLeast = 1): string =>
    `${side}:tr:${dtype}/${rank}${several(atLeast)}`,
  /** `i:d:4/1=224` */
  size: (side: Side, rank: number, axis: number, size: number): string => `${side}:d:${rank}/${axis}=${size}`,
  /** `i:td:float32/4/1=224` */
  dtypeAndSize: (side: Side, dtype: DType, rank: number, axis: number, size: number): string =>
    `${side}:td:${dtype}/${rank}/${axis}=${size}`,
  /** `i:td:float32/4/0=?`: the size on that axis is not known. */
  dtypeAndOpenAxis: (side: Side, dtype: DType, rank: number, axis: number): string =>
    `${side}:td:${dtype}/${rank}/${axis}=?`,
  /** `i:tr:float32/?`: the rank is not known. */
  dtypeOfAnyRank: (side: Side, dtype: DType): string => `${side}:tr:${dtype}/?`,
  /** `=:…`: the types of all tensors, whatever their names; by {@link typesDigest}. */
  types: (digest: Digest): string => `=:${digest}`,
  /** `i:ts:float32[1,224,224,3]`: all sizes are known. */
  dtypeAndSizes: (side: Side, dtype: DType, sizes: readonly number[]): string =>
    `${side}:ts:${dtype}[${sizes.join()}]`,
  /** `i:e:sparse`, `i:e:composite` */
  encoding: (side: Side, kind: 'sparse' | 'composite'): string => `${side}:e:${kind}`,
  /** `i:o`: there is one that callers may leave out. */
  optional: (side: Side): string => `${side}:o`,
};

function several(atLeast: number): string {
  return atLeast === 1 ? '' : `#${atLeast}`;
}
