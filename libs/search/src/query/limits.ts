/** Bounds on what a query may ask. */
export interface QueryLimits {
  /** UTF-16 code units of its text. */
  readonly maxQueryLength: number;
  /** Inputs and outputs together. */
  readonly maxQueryTensors: number;
}

export const defaultQueryLimits: QueryLimits = { maxQueryLength: 65_536, maxQueryTensors: 32 };
