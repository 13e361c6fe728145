import { type Readable } from 'node:stream';
import { type Digest } from '@sigcat/core';
import { type SpooledArtifact } from './spool';

/** A part of an artifact: from byte `start` to byte `end`, both counted in. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Keeps artifacts by the digest of their bytes, so that equal bytes are kept once. */
export interface ArtifactStore {
  /**
   * Takes the bytes of a spooled artifact over; they are durable when this resolves. Putting what is there
   * already changes nothing.
   * @throws Problem `storage-full` or `storage-unavailable`.
   */
  put(artifact: SpooledArtifact): Promise<void>;

  /**
   * The bytes, or those of a range, which must lie inside.
   * @throws Problem `artifact-missing` or `storage-unavailable`.
   */
  open(digest: Digest, range?: ByteRange): Promise<Readable>;

  has(digest: Digest): Promise<boolean>;

  /** Removes the bytes; removing what is not there changes nothing. */
  remove(digest: Digest): Promise<void>;

  /** @throws Problem `storage-unavailable` when nothing could be stored now. */
  check(): Promise<void>;
}
