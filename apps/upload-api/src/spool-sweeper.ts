import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '@sigcat/service';
import { Spool } from '@sigcat/storage';

/** Clears away, at the start, what uploads of killed processes left in the spool. */
@Injectable()
export class SpoolSweeper implements OnModuleInit {
  private readonly logger = new Logger(SpoolSweeper.name);

  constructor(
    @Inject(Spool) private readonly spool: Spool,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onModuleInit(): Promise<void> {
    const swept = await this.spool.sweep(this.settings.spoolMaxAgeMs);
    if (swept > 0) this.logger.warn(`swept ${swept} unfinished uploads from the spool`);
  }
}
