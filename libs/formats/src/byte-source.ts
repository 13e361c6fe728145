/**
 * Bytes of known size that can be read by range: a file on disk, a buffer, an entry of an archive, an
 * object behind HTTP range requests.
 */
export interface ByteSource {
  /** Size in bytes. */
  readonly size: number;
  /** The bytes from `offset`, as many as `length` unless the end comes first. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** One file of a tree, with `/` between the parts of its path. Its source is good until the next file is asked for. */
export interface TreeFile {
  readonly path: string;
  readonly source: ByteSource;
}

/** The files of a directory or an archive, in the order that is cheapest to read. */
export interface FileTree {
  files(): AsyncIterable<TreeFile>;
}
