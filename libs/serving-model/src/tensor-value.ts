import { type DType, type Encoding } from '@sigcat/core';

/** A tensor as far as signatures tell tensors apart: its elements are nobody's business. */
export interface TensorValue {
  /** A dtype that values have: never `unspecified`. */
  readonly dtype: DType;
  /** Sizes per axis. */
  readonly shape: readonly number[];
  readonly encoding: Encoding;
}
