import { Link, type LinkSettings } from '../link';
import { type Position } from './position';
import { Watch } from './watch';

export type ReplicaState = 'fresh' | 'lagging' | 'away';

/** What has become of a replica. */
export interface ReplicaNews {
  /** Its host, port and database. */
  readonly replica: string;
  readonly state: ReplicaState;
  /** Why it is not read from; absent where it is. */
  readonly cause?: string;
}

/** A database that follows the primary, as it was when it was last looked at. */
export class Replica {
  readonly link: Link;
  readonly watch: Watch;
  readonly name: string;
  /** Undefined while it does not answer. */
  replayed: Position | undefined;
  lagMs = 0;
  private readonly readers = new Set<(reason: Error) => void>();

  constructor(url: string, settings: LinkSettings, timeoutMs: number) {
    const { host, pathname } = new URL(url);
    this.name = `${host}${pathname}`;
    this.link = new Link(url, { ...settings, answerTimeoutMs: settings.statementTimeoutMs + timeoutMs });
    this.watch = new Watch(url, timeoutMs);
  }

  /** @throws what the question throws, and an Error when the replica is found away meanwhile. */
  ask<T>(question: (link: Link) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.readers.add(reject);
      void question(this.link)
        .then(resolve, reject)
        .finally(() => this.readers.delete(reject));
    });
  }

  /** It has failed somebody: it is left alone until it is looked at again. */
  failed(): void {
    this.replayed = undefined;
  }

  /** It is away: nobody waits for it any longer. */
  giveUp(): void {
    this.replayed = undefined;
    this.lagMs = 0;
    for (const reject of this.readers) reject(new Error('the replica is away'));
    this.link.cutOff();
  }

  /** Those who still read get so many milliseconds. */
  async close(patienceMs: number): Promise<void> {
    await this.link.close(this.replayed === undefined ? 0 : patienceMs);
  }
}
