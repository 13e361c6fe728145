/** Bounds on what counterexamples may cost. Each is configurable by its name. */
export interface ProofLimits {
  /** Errors of one report, or of one check, that counterexamples are sought for. */
  readonly maxCounterexamples: number;
  /** Tensors and axes that are looked at while they are sought, all together. */
  readonly maxProofWork: number;
  /** Characters of a call in the notation, and of its body. */
  readonly maxCounterexampleChars: number;
}

export const defaultProofLimits: ProofLimits = {
  maxCounterexamples: 20,
  maxProofWork: 200_000,
  maxCounterexampleChars: 10_000,
};
