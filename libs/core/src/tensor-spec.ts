import { type DType } from './dtype';
import { type Shape } from './shape';

/** How a logical tensor travels: by itself, as values with indices, or as the parts of a composite. */
export type Encoding =
  | { readonly kind: 'dense' }
  | { readonly kind: 'sparse' }
  | { readonly kind: 'composite'; readonly typeSpec: string; readonly components: readonly TensorType[] };

/** What a value must be to be accepted: dtype, shape and encoding. */
export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
  readonly encoding: Encoding;
}

/**
 * The value that stands in for an input left out. The digest covers dtype, shape and elements; the value
 * itself is kept only where it is small.
 */
export interface DefaultValue {
  readonly digest: string;
  readonly dtype: DType;
  /** Sizes per axis; null where the file does not say them, as no runtime could read such a value. */
  readonly shape: readonly number[] | null;
  /** Elements nested by axis as JSON; 64-bit integers beyond 2^53 and bytes that are not text are strings. */
  readonly value?: unknown;
}

/** A named input or output of a signature. Only inputs are ever optional. */
export interface TensorSpec extends TensorType {
  readonly name: string;
  readonly optional: boolean;
  readonly default?: DefaultValue;
}

export const dense: Encoding = { kind: 'dense' };
export const sparse: Encoding = { kind: 'sparse' };
