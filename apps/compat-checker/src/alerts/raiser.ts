import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '@sigcat/service';
import { Alerts, Database, RaiseJobs } from '@sigcat/storage';
import { Deliverer } from './deliverer';
import { AlertStreams } from './alert-streams';
import { Finder } from './finder';

/** Raises alerts of what has happened, as soon as it has. */
@Injectable()
export class Raiser implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(Raiser.name);
  private jobs: RaiseJobs | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Finder) private readonly finder: Finder,
    @Inject(Deliverer) private readonly deliverer: Deliverer,
    @Inject(AlertStreams) private readonly streams: AlertStreams,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onModuleInit(): Promise<void> {
    const { databaseUrl: url = '', alerts } = this.settings;
    const options = {
      url,
      leaseMs: alerts.leaseMs,
      log: (level: 'error' | 'warning' | 'info' | 'debug', message: string): void => {
        this.log(level, message);
      },
    };
    this.jobs = await RaiseJobs.start(this.database, options, (events) => this.raise(events));
  }

  async onModuleDestroy(): Promise<void> {
    await this.jobs?.stop();
  }

  private async raise(ids: readonly string[]): Promise<void> {
    for (const event of await this.alerts.events(ids)) {
      const found = await this.finder.find(event);
      if (found.length === 0) continue;
      const { deliveries } = await this.alerts.raise(event.id, found);
      if (deliveries === 0) continue;
      this.deliverer.wake();
      this.streams.wake();
    }
  }

  private log(level: 'error' | 'warning' | 'info' | 'debug', message: string): void {
    if (level === 'error') this.logger.error(message);
    else if (level === 'warning') this.logger.warn(message);
    else this.logger.debug(message);
  }
}
