import { PassThrough, pipeline, Readable } from 'node:stream';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { type Alert, cloudEventOf } from '@sigcat/alerts';
import { limitExceeded, Problem } from '@sigcat/problems';
import { Metrics, SETTINGS, type Settings } from '@sigcat/service';
import { Alerts, Database, mostToldAtOnce, Subscriptions } from '@sigcat/storage';
import { Bell } from './bell';

/** How long what another process has raised can go unnoticed, and after how long the database is asked once more. */
const pollMs = 1_000;

/** One that somebody reads. */
interface OpenStream {
  readonly subscription: string;
  readonly bell: Bell;
  closed: boolean;
}

/**
 * What subscriptions are told, for whoever reads it as Server-Sent Events: their ids are those of the alerts, so that
 * a reader who was cut off goes on after the last one that he has. HTML standard, section 9.2.
 */
@Injectable()
export class AlertStreams implements OnModuleDestroy {
  private readonly logger = new Logger(AlertStreams.name);
  private readonly open = new Set<OpenStream>();
  private newest = '';
  private watch: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Subscriptions) private readonly subscriptions: Subscriptions,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @param after the id of the last alert that was read; where it is left out, what is raised from now on is told
   * @returns bytes that end when the subscription does, or the service
   * @throws Problem `subscription-not-found`, `too-many-streams`.
   */
  async read(subscription: string, after?: string): Promise<Readable> {
    const { streams: most } = this.settings.alerts;
    if (this.open.size >= most) {
      throw limitExceeded('too-many-streams', 'Others are being read', {
        name: 'SIGCAT_ALERT_STREAMS',
        value: most,
      });
    }
    const stream: OpenStream = { subscription, bell: new Bell(), closed: false };
    this.add(stream);
    try {
      await this.subscriptions.get(subscription);
      const last = after ?? (await this.alerts.newest());
      const events = this.events(stream, last, await this.database.catalogueId());
      // What is made of a generator closes when that has come to its next event only.
      const bytes = new PassThrough().once('close', () => {
        this.close(stream);
      });
      return pipeline(Readable.from(events, { objectMode: false }), bytes, () => undefined);
    } catch (error) {
      this.close(stream);
      throw error;
    }
  }

  /** There may be something to tell. */
  wake(): void {
    for (const { bell } of this.open) bell.ring();
  }

  onModuleDestroy(): void {
    for (const stream of this.open) this.close(stream);
  }

  private async *events(stream: OpenStream, after: string, catalogue: string): AsyncGenerator<string> {
    const { subscription, bell } = stream;
    // What is silent for that long is ended.
    const heartbeatMs = Math.min(this.settings.alerts.heartbeatMs, this.settings.idleTimeoutMs / 2);
    let last = after;
    yield `retry: ${pollMs}\n\n`;
    while (!stream.closed) {
      const alerts = await this.unlessAway(() => this.alerts.toldTo(subscription, last));
      for (const alert of alerts ?? []) yield eventOf(alert, catalogue);
      last = alerts?.at(-1)?.id ?? last;
      if (alerts?.length === mostToldAtOnce) continue;
      const rung = await bell.wait(alerts ? heartbeatMs : pollMs);
      if (rung || alerts === undefined) continue;
      if (await this.isGone(subscription)) return;
      yield ': alive\n\n';
    }
  }

  private async isGone(subscription: string): Promise<boolean> {
    try {
      await this.subscriptions.get(subscription);
      return false;
    } catch (error) {
      return error instanceof Problem && error.code === 'subscription-not-found';
    }
  }

  private add(stream: OpenStream): void {
    this.open.add(stream);
    this.metrics.alertStreams.set(this.open.size);
    this.watch ??= setInterval(() => void this.look(), pollMs);
  }

  private close(stream: OpenStream): void {
    stream.closed = true;
    stream.bell.ring();
    this.open.delete(stream);
    this.metrics.alertStreams.set(this.open.size);
    if (this.open.size > 0) return;
    clearInterval(this.watch);
    this.watch = undefined;
  }

  /** Whether another process has raised something. */
  private async look(): Promise<void> {
    const newest = await this.unlessAway(() => this.alerts.newest());
    if (newest === undefined || newest === this.newest) return;
    this.newest = newest;
    this.wake();
  }

  /** Undefined while the database is away: who reads need not know. */
  private async unlessAway<T>(question: () => Promise<T>): Promise<T | undefined> {
    try {
      return await question();
    } catch (error) {
      this.logger.warn(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}

function eventOf(alert: Alert, catalogue: string): string {
  return `id: ${alert.id}\ndata: ${JSON.stringify(cloudEventOf(alert, catalogue))}\n\n`;
}
