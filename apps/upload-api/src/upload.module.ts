import { Module } from '@nestjs/common';
import { IntakeModule } from '@sigcat/service';
import { AliasesController } from './aliases.controller';
import { ModelsController } from './models.controller';
import { OrphanSweeper } from './orphan-sweeper';
import { PublishController } from './publish.controller';
import { Publisher } from './publisher';
import { VersionsController } from './versions.controller';

/** All that changes the catalogue. */
@Module({
  imports: [IntakeModule],
  controllers: [PublishController, ModelsController, VersionsController, AliasesController],
  providers: [Publisher, OrphanSweeper],
})
export class UploadModule {}
