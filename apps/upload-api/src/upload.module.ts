import { Module } from '@nestjs/common';
import { AliasesController } from './aliases.controller';
import { ModelsController } from './models.controller';
import { OrphanSweeper } from './orphan-sweeper';
import { PublishController } from './publish.controller';
import { Publisher } from './publisher';
import { SpoolSweeper } from './spool-sweeper';
import { VersionsController } from './versions.controller';

/** All that changes the catalogue. */
@Module({
  controllers: [PublishController, ModelsController, VersionsController, AliasesController],
  providers: [Publisher, SpoolSweeper, OrphanSweeper],
})
export class UploadModule {}
