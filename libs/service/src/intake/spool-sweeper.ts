import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Spool } from '@sigcat/storage';
import { SETTINGS } from '../runtime.module';
import { type Settings } from '../settings';
import { Repeatedly } from './repeatedly';
import { sweepInterval } from './sweep-interval';

/** Clears away, at the start and from time to time, what uploads of killed processes left in the spool. */
@Injectable()
export class SpoolSweeper implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SpoolSweeper.name);
  private sweeping: Repeatedly | undefined;

  constructor(
    @Inject(Spool) private readonly spool: Spool,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Before anybody is answered: who has seen the server start finds the spool swept. */
  async onModuleInit(): Promise<void> {
    await this.sweep();
    this.sweeping = new Repeatedly(() => this.sweep(), sweepInterval(this.settings.spoolMaxAgeMs));
  }

  /** The last upload has ended by now. */
  async onApplicationShutdown(): Promise<void> {
    await this.sweeping?.stop();
    await this.spool.close();
  }

  private async sweep(): Promise<void> {
    try {
      const swept = await this.spool.sweep(this.settings.spoolMaxAgeMs);
      if (swept > 0) this.logger.warn(`swept ${swept} unfinished uploads from the spool`);
    } catch (error) {
      this.logger.error(error);
    }
  }
}
