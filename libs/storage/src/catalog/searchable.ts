import { LRUCache } from 'lru-cache';
import { type SignatureId } from './signatures';

/** Remembers what the tables for searching have already, so that publishing need not ask them again. */
export class Searchable {
  private readonly current: LRUCache<SignatureId, true>;
  private readonly keys: LRUCache<string, true>;

  constructor(capacity = 20_000) {
    this.current = new LRUCache({ max: capacity });
    this.keys = new LRUCache({ max: capacity });
  }

  /** Those signatures that might never have been in a latest version. */
  notCurrent(ids: Iterable<SignatureId>): SignatureId[] {
    return [...ids].filter((id) => this.current.get(id) === undefined);
  }

  /** Those keys that no signature might have had. */
  newKeys(keys: Iterable<string>): string[] {
    return [...new Set(keys)].filter((key) => this.keys.get(key) === undefined);
  }

  /** To be called once they are committed. */
  remember(ids: Iterable<SignatureId>, keys: Iterable<string>): void {
    for (const id of ids) this.current.set(id, true);
    for (const key of keys) this.keys.set(key, true);
  }
}
