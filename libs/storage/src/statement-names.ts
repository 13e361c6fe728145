import { createHash } from 'node:crypto';
import { type Statement } from './database';

/** PostgreSQL keeps each on each connection until that is closed. */
const most = 100;

/** Names for statements whose text depends on what is asked, so that those that come again need not be planned again. */
export class StatementNames {
  private readonly names = new Map<string, string>();

  constructor(private readonly prefix: string) {}

  /** With a name, unless there are very many already. */
  named(text: string): Statement {
    let name = this.names.get(text);
    if (name === undefined) {
      if (this.names.size >= most) return { text };
      name = `${this.prefix}-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
      this.names.set(text, name);
    }
    return { name, text };
  }
}
