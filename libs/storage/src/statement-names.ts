import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Statement } from './database';

/** PostgreSQL keeps each on each connection until that is closed. */
const most = 100;
/** Texts that were asked for once and may come again. */
const onceKept = 1_000;

/** Names for statements whose text depends on what is asked, so that those that come again need not be planned again. */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private readonly once = new LRUCache<string, true>({ max: onceKept });

  constructor(private readonly prefix: string) {}

  /** With a name, when it has come before; unless there are very many already. */
  named(text: string): Statement {
    const known = this.names.get(text);
    if (known !== undefined) return { name: known, text };
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
    if (this.names.size >= most || !this.once.has(digest)) {
      this.once.set(digest, true);
      return { text };
    }
    const name = `${this.prefix}-${digest}`;
    this.names.set(text, name);
    this.once.delete(digest);
    return { name, text };
  }
}
