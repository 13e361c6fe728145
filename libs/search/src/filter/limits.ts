/** Bounds on what a filter may ask. */
export interface FilterLimits {
  /** UTF-16 code units of its text. */
  readonly maxFilterLength: number;
  /** Parentheses and NOTs inside each other. */
  readonly maxFilterDepth: number;
  readonly maxFilterConditions: number;
  /** Values of one IN. */
  readonly maxFilterValues: number;
  /** UTF-16 code units of one value: what a pattern costs goes with its length. */
  readonly maxFilterValueLength: number;
}

export const defaultFilterLimits: FilterLimits = {
  maxFilterLength: 65_536,
  maxFilterDepth: 32,
  maxFilterConditions: 64,
  maxFilterValues: 256,
  maxFilterValueLength: 2_048,
};
