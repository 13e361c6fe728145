import { type Digest, digestBytes } from '@sigcat/core';
import { digestLockKey } from '../catalog/digest-lock';
import { type Database } from '../database';
import { type ArtifactStore } from './artifact-store';

/** How many digests are looked up at once. */
const batchSize = 500;

const unnamed = {
  name: 'orphans-unnamed',
  text: `SELECT 'sha-256:' || encode(digest, 'hex') AS digest FROM unnest($1::bytea[]) AS given (digest)
         WHERE NOT EXISTS (SELECT FROM artifact WHERE artifact.digest = given.digest)`,
};

const tryLock = { name: 'orphans-try-lock', text: 'SELECT pg_try_advisory_xact_lock($1) AS locked' };

/**
 * Removes from a store the bytes that no artifact row names and that were last put more than `graceMs`
 * milliseconds ago: of versions that were erased, and of publishers that died, or lost the database, between
 * storing and committing. Resolves to how many those were.
 *
 * A publisher may be about to commit the very bytes. It shares a lock on their digest from before it stores
 * them until it has committed ({@link digestLockKey}). Here the lock is had alone, so either the publisher is
 * still at it, and the bytes stay; or it has committed, and the row is seen; or it comes later, waits, and
 * finds that it has to store the bytes again. The row is looked for again by a statement of its own once the
 * lock is there. Should the lock be lost on the way, with the connection, then the age still protects what
 * was put since.
 */
export async function sweepOrphans(
  database: Database,
  store: Pick<ArtifactStore, 'list' | 'remove'>,
  graceMs: number,
): Promise<number> {
  const before = new Date(Date.now() - graceMs);
  let removed = 0;
  let batch: Digest[] = [];
  const sweepBatch = async (): Promise<void> => {
    const rows = await database.run<{ digest: Digest }>(unnamed, [batch.map(digestBytes)]);
    batch = [];
    for (const { digest } of rows) if (await removeOrphan(database, store, digest, before)) removed++;
  };
  for await (const { digest, putAt } of store.list()) {
    if (putAt < before) batch.push(digest);
    if (batch.length === batchSize) await sweepBatch();
  }
  if (batch.length > 0) await sweepBatch();
  return removed;
}

function removeOrphan(
  database: Database,
  store: Pick<ArtifactStore, 'list' | 'remove'>,
  digest: Digest,
  before: Date,
): Promise<boolean> {
  return database.transaction(async (connection) => {
    const [lock] = await connection.run<{ locked: boolean }>(tryLock, [digestLockKey(digest)]);
    if (lock?.locked !== true) return false;
    const [orphan] = await connection.run(unnamed, [[digestBytes(digest)]]);
    return orphan !== undefined && (await store.remove(digest, before));
  });
}
