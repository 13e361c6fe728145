import { type ByteSource } from '@sigcat/formats';
import { type Digest } from '@sigcat/core';

/** An artifact that has arrived whole, but belongs to no version yet. */
export type SpooledArtifact = HeldArtifact | FiledArtifact;

interface Arrived {
  /** Bytes. */
  readonly size: number;
  readonly digest: Digest;
  /** To be closed. @throws Problem `storage-unavailable`. */
  readonly source: () => Promise<ByteSource & { close(): Promise<void> }>;
  /** Forgets it, wherever it has got to. */
  readonly discard: () => Promise<void>;
}

/** One so small that it is in memory; one that is refused never touches the disk. */
export interface HeldArtifact extends Arrived {
  readonly bytes: Uint8Array;
}

/** One in a synced file. */
export interface FiledArtifact extends Arrived {
  readonly path: string;
}
