/** Bounds on what reading an untrusted artifact may cost. Each is configurable by its name. */
export interface ReadLimits {
  /** Graphs of a model. */
  readonly maxGraphs: number;
  /** Signatures in all graphs of a model. */
  readonly maxSignatures: number;
  /** Inputs plus outputs of one signature, components included. */
  readonly maxTensors: number;
  /** Axes of one shape. */
  readonly maxDims: number;
  /** Bytes of the parts of a model that are decoded: signatures, tags, defaults. */
  readonly maxSignatureBytes: number;
  /** Messages, strings and numbers inside all signatures of a model: what decoding them costs in memory. */
  readonly maxSignatureItems: number;
  /** Bytes of a text-format model, which cannot be skipped through. */
  readonly maxTextBytes: number;
  /** Bytes of one name inside a model, in UTF-8. */
  readonly maxNameBytes: number;
  /** Bytes of a default value that is kept by value and not only by digest. */
  readonly maxDefaultValueBytes: number;
  /** Messages inside messages. The decoder has a bound of its own at 100, so that more makes no difference. */
  readonly maxNesting: number;
  /** Entries of an archive. */
  readonly maxArchiveEntries: number;
  /** Bytes that a compressed archive may expand to while it is read. */
  readonly maxExpandedBytes: number;
  /** Expanded size over compressed size. */
  readonly maxExpansionRatio: number;
  /** Milliseconds for reading one artifact. */
  readonly maxReadingMs: number;
}

export const defaultReadLimits: ReadLimits = {
  maxGraphs: 1_000,
  maxSignatures: 20_000,
  maxTensors: 10_000,
  maxDims: 254,
  maxSignatureBytes: 64 * 2 ** 20,
  maxSignatureItems: 1_000_000,
  maxTextBytes: 64 * 2 ** 20,
  maxNameBytes: 2_000,
  maxDefaultValueBytes: 4 * 2 ** 10,
  maxNesting: 100,
  maxArchiveEntries: 100_000,
  maxExpandedBytes: 64 * 2 ** 30,
  maxExpansionRatio: 1_000,
  maxReadingMs: 60_000,
};
