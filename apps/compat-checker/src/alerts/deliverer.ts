import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { type Attempt, Circuits, Lanes, type Message, messageOf, nextStep } from '@sigcat/alerts';
import { Metrics, SETTINGS, type Settings } from '@sigcat/service';
import { Alerts, type Claim, type Claimed, Database, Deliveries } from '@sigcat/storage';
import { LRUCache } from 'lru-cache';
import { Bell } from './bell';
import { Paces } from './paces';
import { Senders } from './senders';

/** How long something that another process left due can go unnoticed. */
const pollMs = 1_000;
/** After a pass that could take nothing of what is due, and when the database is away. */
const breathMs = 50;
/** How long what is due of a host can wait while others keep us busy. */
const busyMs = 200;
const messagesKept = 100;
/** For each attempt that may be under way so many are taken, of all hosts together. */
const ahead = 32;
/** Taken together at most. */
const mostAtOnce = 256;
/** Attempts, one after the other, that may each take all of their time before a lease is over. */
const attemptsOfLease = 4;

/** Sends what is due: as much at once as there are places for, of each host and in all. */
@Injectable()
export class Deliverer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Deliverer.name);
  private readonly bell = new Bell();
  private readonly circuits: Circuits;
  private readonly underWay = new Set<Promise<void>>();
  private readonly lanes: Lanes;
  private readonly paces = new Paces();
  /** By channel and alert: all subscribers by one channel are sent the same. */
  private readonly messages = new LRUCache<string, Message>({ max: messagesKept });
  private catalogue = '';
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Senders) private readonly senders: Senders,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    const { circuitFailures: failures, circuitOpenMs: openMs } = settings.alerts;
    this.circuits = new Circuits({ failures, openMs });
    const { concurrency, hostConcurrency } = settings.alerts;
    this.lanes = new Lanes({ perHost: hostConcurrency, inAll: concurrency });
    metrics.watchBacklog(() => deliveries.backlog());
  }

  async onApplicationBootstrap(): Promise<void> {
    this.catalogue = await this.database.catalogueId();
    this.running = this.run();
  }

  /** Something may have become due. */
  wake(): void {
    this.bell.ring();
  }

  /** Lets attempts under way come to their end, but not for longer than requests may. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    await this.running;
    const impatience = setTimeout(() => void this.senders.close(), this.settings.drainMs);
    await Promise.all(this.underWay);
    clearTimeout(impatience);
    await this.senders.close();
  }

  private async run(): Promise<void> {
    const most = this.settings.alerts.concurrency * ahead;
    while (!this.stopping) {
      const free = most - this.lanes.held;
      // Claiming costs hardly more for many than for one.
      if (free < most / 4) await this.bell.wait(pollMs);
      else await this.pass(free);
    }
  }

  private async pass(free: number): Promise<void> {
    try {
      const room = this.room();
      const claim = this.claim(free, room);
      const latest = Date.now() + this.settings.alerts.timeoutMs * (attemptsOfLease - 1);
      const claimed = await this.deliveries.claim(claim);
      const messages = await this.messagesOf(claimed);
      for (const one of claimed) {
        const message = messages.get(keyOf(one));
        // Removed meanwhile, and its delivery with it.
        if (message) this.begin(one, message, latest);
      }
      if (claimed.length < claim.most) await this.bell.wait(await this.untilDue(room, claimed.length > 0));
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : String(error));
      await this.bell.wait(pollMs);
    }
  }

  /** Milliseconds until something may be due of a host that there is room for; where a busy one has room again, the bell rings. */
  private async untilDue(room: Claim['room'], isBusy: boolean): Promise<number> {
    // To look among all that a busy host has to wait for costs as much as to claim it.
    if (isBusy || Object.values(room).includes(0)) return busyMs;
    const due = await this.deliveries.nextDue(room);
    return due === undefined ? pollMs : Math.min(Math.max(due, breathMs), pollMs);
  }

  private claim(free: number, room: Claim['room']): Claim {
    const { timeoutMs, leaseMs: spare } = this.settings.alerts;
    const leaseMs = timeoutMs * attemptsOfLease + spare;
    return { most: Math.min(free, mostAtOnce), mostOfHost: this.mostOf(), room, leaseMs };
  }

  /** How much is taken of a host that is well, or of one that is not known. */
  private mostOf(host?: string): number {
    return this.settings.alerts.hostConcurrency * this.paces.rounds(host);
  }

  /** Of hosts that are busy, or left alone. */
  private room(): Record<string, number> {
    const hosts = new Set([...this.lanes.hosts(), ...this.circuits.hosts()]);
    return Object.fromEntries([...hosts].map((host) => [host, this.roomOf(host)]));
  }

  /** More is taken of a host when half of what was is done. */
  private roomOf(host: string): number {
    const most = this.circuits.room(host, this.mostOf(host), Date.now());
    const free = most - this.lanes.heldOf(host);
    return free >= most / 2 ? free : 0;
  }

  private async messagesOf(claimed: readonly Claimed[]): Promise<ReadonlyMap<string, Message>> {
    const messages = new Map<string, Message>();
    const unknown = new Map<string, Claimed>();
    for (const one of claimed) {
      const message = this.messages.get(keyOf(one));
      if (message) messages.set(keyOf(one), message);
      else unknown.set(keyOf(one), one);
    }
    if (unknown.size === 0) return messages;
    const ids = new Set([...unknown.values()].map(({ alert }) => alert));
    const alerts = await this.alerts.getMany([...ids]);
    for (const [key, { alert: id, channel }] of unknown) {
      const alert = alerts.get(id);
      if (!alert) continue;
      const message = messageOf(alert, channel, this.catalogue);
      messages.set(key, message);
      this.messages.set(key, message);
    }
    return messages;
  }

  /** @param latest when an attempt may begin at the latest that has to be over before the lease is */
  private begin(claimed: Claimed, message: Message, latest: number): void {
    this.lanes.add(claimed.host, async () => {
      // What still waits for its turn is due again when the lease is over; who takes it then is not to be the second.
      if (this.stopping || Date.now() > latest) return;
      const sent = this.send(claimed, message);
      const done = sent
        .then((attempt) => this.writeDown(claimed, attempt))
        .then((isMoreDue) => {
          this.underWay.delete(done);
          if (isMoreDue) this.bell.ring();
        });
      this.underWay.add(done);
      // The place is free for the next one while it is written down what has come of this one.
      await sent;
      if (this.roomOf(claimed.host) > 0) this.bell.ring();
    });
  }

  /** Never rejects. */
  private async send(claimed: Claimed, message: Message): Promise<Attempt> {
    const { alert, subscription, channel, endpoint, host, secrets } = claimed;
    const id = `${alert}-${subscription}`;
    const attempt = await this.senders
      .of(channel)
      .send({ id, catalogue: this.catalogue, endpoint, message, secrets });
    this.metrics.alertAttempts.inc({ outcome: attempt.outcome });
    this.paces.took(host, attempt.ms);
    if (attempt.hostDown) this.circuits.failed(host, Date.now());
    else this.circuits.succeeded(host);
    return attempt;
  }

  /**
   * Never rejects: what could not be written down is due again when the lease is over.
   * @returns whether something else is due to the subscription
   */
  private async writeDown(claimed: Claimed, attempt: Attempt): Promise<boolean> {
    const { alert, subscription } = claimed;
    try {
      return await this.deliveries.finish({
        alert,
        subscription,
        attempt: recordOf(attempt),
        ...nextStep(attempt, claimed, this.settings.alerts, Math.random()),
      });
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : String(error));
      return false;
    }
  }
}

/** What is sent the same. */
function keyOf({ channel, alert }: Claimed): string {
  return `${channel} ${alert}`;
}

function recordOf({
  at,
  outcome,
  ms,
  status,
  excerpt,
}: Attempt): Parameters<Deliveries['finish']>[0]['attempt'] {
  return { at: at.toISOString(), outcome, ms, status, excerpt };
}
