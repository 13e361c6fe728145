import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { type Attempt, Circuits, cloudEventOf, isHostDown, nextStep } from '@sigcat/alerts';
import { Metrics, SETTINGS, type Settings } from '@sigcat/service';
import { Alerts, type Claim, type Claimed, Database, Deliveries } from '@sigcat/storage';
import { LRUCache } from 'lru-cache';
import { Bell } from './bell';
import { WebhookSender } from './webhook-sender';

/** How long something that another process left due can go unnoticed. */
const pollMs = 1_000;
/** After a pass that could take nothing of what is due, and when the database is away. */
const breathMs = 50;
const bodiesKept = 100;

/** Sends what is due: as much at once as there are places for, of each host and in all. */
@Injectable()
export class Deliverer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Deliverer.name);
  private readonly bell = new Bell();
  private readonly circuits: Circuits;
  /** Attempts under way, by host. */
  private readonly perHost = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();
  private busy = 0;
  /** By alert: all its subscribers are sent the same. */
  private readonly bodies = new LRUCache<string, string>({ max: bodiesKept });
  private catalogue = '';
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(WebhookSender) private readonly sender: WebhookSender,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    const { circuitFailures: failures, circuitOpenMs: openMs } = settings.alerts;
    this.circuits = new Circuits({ failures, openMs });
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
    const impatience = setTimeout(() => void this.sender.close(), this.settings.drainMs);
    await Promise.all(this.underWay);
    clearTimeout(impatience);
    await this.sender.close();
  }

  private async run(): Promise<void> {
    const { concurrency } = this.settings.alerts;
    while (!this.stopping) {
      const free = concurrency - this.busy;
      // Claiming costs the same for many as for one.
      if (free < concurrency / 4) await this.bell.wait(pollMs);
      else await this.pass(free);
    }
  }

  private async pass(free: number): Promise<void> {
    try {
      const room = this.room();
      const claimed = await this.deliveries.claim(this.claim(free, room));
      if (claimed.length > 0) {
        const bodies = await this.bodiesOf(claimed);
        for (const one of claimed) this.begin(one, bodies.get(one.alert) ?? '');
        return;
      }
      const due = await this.deliveries.nextDue(room);
      await this.bell.wait(due === undefined ? pollMs : Math.min(Math.max(due, breathMs), pollMs));
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : String(error));
      await this.bell.wait(pollMs);
    }
  }

  private claim(most: number, room: Claim['room']): Claim {
    const { hostConcurrency, timeoutMs, leaseMs } = this.settings.alerts;
    return { most, mostOfHost: hostConcurrency, room, leaseMs: timeoutMs + leaseMs };
  }

  /** Of hosts that are busy, or left alone. */
  private room(): Record<string, number> {
    const { hostConcurrency: most } = this.settings.alerts;
    const now = Date.now();
    const hosts = new Set([...this.perHost.keys(), ...this.circuits.hosts()]);
    return Object.fromEntries(
      [...hosts].map((host) => [
        host,
        Math.max(0, this.circuits.room(host, most, now) - (this.perHost.get(host) ?? 0)),
      ]),
    );
  }

  private async bodiesOf(claimed: readonly Claimed[]): Promise<ReadonlyMap<string, string>> {
    const bodies = new Map<string, string>();
    const unknown = new Set<string>();
    for (const { alert } of claimed) {
      const body = this.bodies.get(alert);
      if (body === undefined) unknown.add(alert);
      else bodies.set(alert, body);
    }
    const found = unknown.size === 0 ? new Map<string, never>() : await this.alerts.getMany([...unknown]);
    for (const [id, alert] of found) {
      const body = JSON.stringify(cloudEventOf(alert, this.catalogue));
      bodies.set(id, body);
      this.bodies.set(id, body);
    }
    return bodies;
  }

  private begin(claimed: Claimed, body: string): void {
    this.busy++;
    this.perHost.set(claimed.host, (this.perHost.get(claimed.host) ?? 0) + 1);
    const work = this.attempt(claimed, body).finally(() => {
      this.underWay.delete(work);
    });
    this.underWay.add(work);
  }

  /** Never rejects: what could not be written down is due again when the lease is over. */
  private async attempt(claimed: Claimed, body: string): Promise<void> {
    const { alert, subscription, endpoint: url, host, secrets } = claimed;
    const attempt = await this.sender.send({ id: `${alert}-${subscription}`, url, body, secrets });
    this.metrics.alertAttempts.inc({ outcome: attempt.outcome });
    if (isHostDown(attempt)) this.circuits.failed(host, Date.now());
    else this.circuits.succeeded(host);
    this.end(host);
    try {
      await this.deliveries.finish({
        alert,
        subscription,
        attempt: recordOf(attempt),
        ...nextStep(attempt, claimed, this.settings.alerts, Math.random()),
      });
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : String(error));
    }
    this.bell.ring();
  }

  private end(host: string): void {
    this.busy--;
    const left = (this.perHost.get(host) ?? 1) - 1;
    if (left === 0) this.perHost.delete(host);
    else this.perHost.set(host, left);
    this.bell.ring();
  }
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
