import { setTimeout as wait } from 'node:timers/promises';
import { type Link } from '../link';
import { type Position, parsePosition } from './position';
import { PrimaryHistory } from './primary-history';

export interface ReplicaSettings {
  /** Milliseconds that a replica may be behind before it is left alone. */
  readonly maxReplicaLagMs: number;
  /** Milliseconds between two looks at how far each of them is. */
  readonly replicaCheckMs: number;
}

/** A replica as it was when it was last looked at. */
interface Replica {
  readonly link: Link;
  /** Undefined while it does not answer. */
  replayed: Position | undefined;
  lagMs: number;
}

/** How many replicas are in which state. */
export type ReplicaStates = Readonly<Record<'fresh' | 'lagging' | 'away', number>>;

const whereReplicaIs = 'SELECT pg_last_wal_replay_lsn()::text AS position WHERE pg_is_in_recovery()';
const wherePrimaryIs = 'SELECT pg_current_wal_lsn()::text AS position';

/** Databases that follow the primary, of which some are away and some behind. */
export class Replicas {
  private readonly replicas: readonly Replica[];
  private readonly history = new PrimaryHistory();
  private readonly closing = new AbortController();
  private readonly watching: Promise<void>;
  private next = 0;

  constructor(
    links: readonly Link[],
    private readonly primary: Link,
    private readonly settings: ReplicaSettings,
  ) {
    this.replicas = links.map((link) => ({ link, replayed: undefined, lagMs: 0 }));
    this.watching = this.watch();
  }

  /**
   * One after the other of those that are not too far behind, and have got as far as `since`; undefined where there is
   * none. It may have fallen behind by as much as passes between two looks at it.
   */
  pick(since: Position = 0n): Link | undefined {
    const fit = this.replicas.filter((one) => this.isFresh(one) && (one.replayed ?? -1n) >= since);
    return fit[this.next++ % Math.max(1, fit.length)]?.link;
  }

  /** It has failed somebody: it is left alone until it answers again. */
  failed(link: Link): void {
    for (const replica of this.replicas) if (replica.link === link) replica.replayed = undefined;
  }

  states(): ReplicaStates {
    const away = this.replicas.filter(({ replayed }) => replayed === undefined).length;
    const fresh = this.replicas.filter((one) => this.isFresh(one)).length;
    return { fresh, lagging: this.replicas.length - fresh - away, away };
  }

  /** Where the primary is: what is written by now is before that. @throws what the driver throws. */
  async position(): Promise<string> {
    return (await ask(this.primary, wherePrimaryIs)) ?? '0/0';
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.watching;
    await Promise.all(this.replicas.map(({ link }) => link.close()));
  }

  private isFresh({ replayed, lagMs }: Replica): boolean {
    return replayed !== undefined && lagMs <= this.settings.maxReplicaLagMs;
  }

  private async watch(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.look();
      await wait(this.settings.replicaCheckMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Never rejects. While the primary is away replicas go on, as far as they have come. */
  private async look(): Promise<void> {
    const primary = await this.positionOf(this.primary, wherePrimaryIs);
    if (primary !== undefined) this.history.record(primary, performance.now());
    await Promise.all(
      this.replicas.map(async (replica) => {
        const replayed = await this.positionOf(replica.link, whereReplicaIs);
        replica.replayed = replayed;
        replica.lagMs = replayed === undefined ? 0 : this.history.lagOf(replayed, performance.now());
      }),
    );
  }

  /** Undefined of one that does not answer in time. */
  private async positionOf(link: Link, question: string): Promise<Position | undefined> {
    const { signal } = this.closing;
    const patience = wait(patienceMs, undefined, { signal, ref: false }).catch(() => undefined);
    const answer = await Promise.race([ask(link, question).catch(() => undefined), patience]);
    return answer === undefined ? undefined : parsePosition(answer);
  }
}

/** Who takes longer to say where he is would keep readers waiting. */
const patienceMs = 1_000;

async function ask({ pool }: Link, question: string): Promise<string | undefined> {
  return (await pool.query<{ position: string }>(question)).rows[0]?.position;
}
