import { setTimeout as wait } from 'node:timers/promises';
import { errorCode, textMember } from '../error-code';
import { type Link, type LinkSettings } from '../link';
import { type Position, parsePosition } from './position';
import { PrimaryHistory } from './primary-history';
import { Replica, type ReplicaNews, type ReplicaState } from './replica';
import { Watch } from './watch';

export interface ReplicaSettings {
  /** Milliseconds that a replica may be behind before it is left alone. */
  readonly maxReplicaLagMs: number;
  /** Milliseconds between two looks at how far each of them is. */
  readonly replicaCheckMs: number;
  /** Milliseconds that each gets to say how far it is, before it counts as away. */
  readonly replicaTimeoutMs: number;
}

/** How many replicas are in which state. */
export type ReplicaStates = Readonly<Record<ReplicaState, number>>;

/** Milliseconds in which it is told once that statements fail on a replica that looks well. */
const failureToldMs = 60_000;

const catalogue = '(SELECT id::text FROM catalogue) AS catalogue';
const howReplicaIs = `SELECT pg_last_wal_replay_lsn()::text AS position, ${catalogue} WHERE pg_is_in_recovery()`;
const wherePrimaryIs = 'SELECT pg_current_wal_lsn()::text AS position';
const howPrimaryIs = `${wherePrimaryIs}, ${catalogue}`;

interface Whereabouts {
  readonly position: string | null;
  readonly catalogue: string | null;
}

/** Databases that follow the primary, of which some are away and some behind. */
export class Replicas {
  private readonly replicas: readonly Replica[];
  private readonly history = new PrimaryHistory();
  private readonly primaryWatch: Watch;
  private readonly closing = new AbortController();
  private readonly watching: Promise<void>;
  private next = 0;
  /** The last there was of each. */
  private readonly news = new Map<Replica, ReplicaNews>();
  private readonly failureTold = new Map<Replica, number>();
  private tell: (news: ReplicaNews) => void = () => undefined;
  /** The primary's. */
  private catalogue: string | undefined;

  constructor(
    primaryUrl: string,
    urls: readonly string[],
    private readonly settings: LinkSettings & ReplicaSettings,
  ) {
    const { replicaTimeoutMs } = settings;
    this.replicas = urls.map((url) => new Replica(url, settings, replicaTimeoutMs));
    this.primaryWatch = new Watch(primaryUrl, replicaTimeoutMs);
    this.watching = this.watch();
  }

  /**
   * One after the other of those that are not too far behind, and have got as far as `since`; undefined where there is
   * none. It may have fallen behind by as much as passes between two looks at it.
   */
  pick(since: Position = 0n): Replica | undefined {
    const fit = this.replicas.filter(
      (one) => this.stateOf(one) === 'fresh' && (one.replayed ?? -1n) >= since,
    );
    return fit[this.next++ % Math.max(1, fit.length)];
  }

  /** A replica has failed somebody: it is left alone until it is looked at again, and that is told now and then. */
  failed(replica: Replica, error: unknown): void {
    replica.failed();
    const now = performance.now();
    if (now < (this.failureTold.get(replica) ?? -Infinity) + failureToldMs) return;
    this.failureTold.set(replica, now);
    this.note(replica, causeOf(error));
  }

  states(): ReplicaStates {
    const count = (state: ReplicaState): number =>
      this.replicas.filter((one) => this.stateOf(one) === state).length;
    return { fresh: count('fresh'), lagging: count('lagging'), away: count('away') };
  }

  /** Tells what has become of each that is not as it should be, and whenever one has changed. */
  follow(tell: (news: ReplicaNews) => void): void {
    this.tell = tell;
    for (const news of this.news.values()) tell(news);
  }

  /** Where the primary is: what is written by now is before that. @throws what the driver throws. */
  async position({ pool }: Link): Promise<string> {
    const { rows } = await pool.query<{ position: string }>(wherePrimaryIs);
    return rows[0]?.position ?? '0/0';
  }

  /** Those who still read get so many milliseconds. */
  async close(patienceMs: number): Promise<void> {
    this.closing.abort();
    await Promise.all(
      [this.primaryWatch, ...this.replicas.map(({ watch }) => watch)].map((one) => one.close()),
    );
    await this.watching;
    await Promise.all(this.replicas.map((replica) => replica.close(patienceMs)));
  }

  private stateOf({ replayed, lagMs }: Replica): ReplicaState {
    if (replayed === undefined) return 'away';
    return lagMs <= this.settings.maxReplicaLagMs ? 'fresh' : 'lagging';
  }

  private async watch(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.lookAtPrimary();
      await Promise.all(this.replicas.map((replica) => this.lookAt(replica)));
      await wait(this.settings.replicaCheckMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Never rejects. While the primary is away replicas go on, as far as they have come. */
  private async lookAtPrimary(): Promise<void> {
    const primary = await this.primaryWatch.ask<Whereabouts>(howPrimaryIs).catch(() => undefined);
    const position = parsePosition(primary?.position ?? '');
    if (position === undefined) return;
    this.history.record(position, performance.now());
    this.catalogue = primary?.catalogue ?? undefined;
  }

  /** Never rejects. */
  private async lookAt(replica: Replica): Promise<void> {
    const { signal } = this.closing;
    const begun = performance.now();
    try {
      const found = await replica.watch.ask<Whereabouts>(howReplicaIs);
      if (signal.aborted) return;
      replica.replayed = this.replayedBy(found);
      replica.lagMs = this.history.lagOf(replica.replayed, performance.now());
      this.note(replica, `it is ${Math.ceil(replica.lagMs)} ms behind`);
    } catch (error) {
      // Who closes looks no more, and lets readers finish.
      if (signal.aborted) return;
      // Where this process has slept, or worked long, the answer may only not have been read.
      if (performance.now() - begun > 2 * this.settings.replicaTimeoutMs) replica.failed();
      else replica.giveUp();
      this.note(replica, causeOf(error));
    }
  }

  /** @throws Error that says why it is not to be read from. */
  private replayedBy(found: Whereabouts | undefined): Position {
    if (!found) throw new Error('it follows no other database');
    if (this.catalogue === undefined) throw new Error('the primary has not said yet which catalogue it has');
    if (found.catalogue !== this.catalogue) throw new Error('it has another catalogue than the primary');
    const position = parsePosition(found.position ?? '');
    if (position === undefined) throw new Error('it has not begun to follow');
    return position;
  }

  private note(replica: Replica, cause: string): void {
    const state = this.stateOf(replica);
    if (state === (this.news.get(replica)?.state ?? 'fresh')) return;
    const news = { replica: replica.name, state, ...(state !== 'fresh' && { cause }) };
    this.news.set(replica, news);
    this.tell(news);
  }
}

function causeOf(error: unknown): string {
  return textMember(error, 'message') || (errorCode(error) ?? String(error));
}
