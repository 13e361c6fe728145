import { type Readable } from 'node:stream';
import { type Digest } from '@sigcat/core';
import { type FiledArtifact } from './spooled-artifact';

/** A part of an artifact: from byte `start` to byte `end`, both counted in. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a store has, without the bytes. */
export interface StoredArtifact {
  readonly digest: Digest;
  /** When it was put, the last time if it was put again. */
  readonly putAt: Date;
}

/** Bytes that are about to be put, or given up. */
export interface StagedArtifact {
  /**
   * Stores the bytes; they are durable when this resolves. Putting what is there already changes nothing but the
   * time when it was put.
   * @throws Problem `storage-full` or `storage-unavailable`.
   */
  put(): Promise<void>;

  /** Removes what staging has made and putting has not used. */
  discard(): Promise<void>;
}

/** Keeps artifacts by the digest of their bytes, so that equal bytes are kept once. */
export interface ArtifactStore {
  /**
   * Brings the bytes so near that putting them takes no time, however many they are: a transaction waits for that.
   * @throws Problem `storage-full` or `storage-unavailable`.
   */
  stage(artifact: FiledArtifact): Promise<StagedArtifact>;

  /**
   * The bytes, or those of a range, which must lie inside.
   * @throws Problem `artifact-missing` or `storage-unavailable`.
   */
  open(digest: Digest, range?: ByteRange): Promise<Readable>;

  has(digest: Digest): Promise<boolean>;

  /** All that is there, in no order; what is put or removed meanwhile may be among it or not. */
  list(): AsyncIterable<StoredArtifact>;

  /**
   * Removes the bytes, unless they were put at `before` or later; resolves to whether it did. Nothing but the
   * caller keeps others from putting the same bytes meanwhile.
   * @throws Problem `storage-unavailable`.
   */
  remove(digest: Digest, before: Date): Promise<boolean>;

  /** Removes what puts begun before `before` left half done; resolves to how many those were. */
  removeUnfinished(before: Date): Promise<number>;

  /**
   * Whether the store is that of the catalogue with this id; a store that is nobody's becomes its. Bytes that
   * this catalogue does not name may be another one's in a store that is not its own.
   * @throws Problem `storage-unavailable`.
   */
  claim(catalogueId: string): Promise<boolean>;

  /** @throws Problem `storage-unavailable` when nothing could be stored now. */
  check(): Promise<void>;
}
