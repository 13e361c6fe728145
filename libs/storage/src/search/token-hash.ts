import { createHash } from 'node:crypto';

/**
 * A token as PostgreSQL keeps and indexes it: the first 32 bits of its SHA-256, signed. Two tokens in one place would
 * only make a search look at more signatures than it must.
 */
export function tokenHash(token: string): number {
  return createHash('sha256').update(token).digest().readInt32BE();
}
