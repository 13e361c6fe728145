import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Repeatedly, SETTINGS, type Settings, sweepInterval } from '@sigcat/service';
import { Database, FileArtifactStore, sweepOrphans } from '@sigcat/storage';

/**
 * Removes from the artifact store, from time to time, what belongs to no version: bytes of erased versions,
 * and those of publishers that died before they committed. Never at once, so that a mistake can be undone.
 */
@Injectable()
export class OrphanSweeper implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(OrphanSweeper.name);
  private sweeping: Repeatedly | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FileArtifactStore) private readonly store: FileArtifactStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onModuleInit(): Promise<void> {
    // At the start, not at the first sweep: the catalogue whose bytes come first is the one they belong to.
    await this.store.claim(await this.database.catalogueId());
    this.sweeping = new Repeatedly(() => this.sweep(), sweepInterval(this.settings.orphanGraceMs));
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweeping?.stop();
  }

  private async sweep(): Promise<void> {
    const grace = this.settings.orphanGraceMs;
    try {
      if (!(await this.store.claim(await this.database.catalogueId()))) {
        this.logger.warn('the artifact store is that of another catalogue: nothing is removed from it');
        return;
      }
      const removed = await sweepOrphans(this.database, this.store, grace);
      const unfinished = await this.store.removeUnfinished(new Date(Date.now() - grace));
      if (removed + unfinished > 0) {
        this.logger.warn(
          `removed ${removed} artifacts of no version, and ${unfinished} unfinished ones, from the store`,
        );
      }
    } catch (error) {
      // The database or the store is away; the next time comes.
      this.logger.error(error);
    }
  }
}
