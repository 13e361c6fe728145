import { type Digest, digestBytes } from '@sigcat/core';

/**
 * The key of PostgreSQL's advisory lock on the bytes of a digest. Publishers share the lock from before they
 * store the bytes until the row that names them is committed; who removes bytes has it alone, and looks for
 * the row once it has. Two digests with the same key would only wait for each other.
 */
export function digestLockKey(digest: Digest): string {
  return Buffer.from(digestBytes(digest)).readBigInt64BE().toString();
}
