/** The bytes in which an artifact on disk travels. They can be gone through more than once. */
export interface PackedArtifact {
  readonly size: number;
  readonly mediaType: string;
  /** @throws Problem `file-unreadable` when a file has changed since, `file-not-found` when one is gone. */
  chunks(): AsyncIterable<Uint8Array>;
}
