import { Module } from '@nestjs/common';
import { IntakeModule } from '@sigcat/service';
import { ApprovalsController } from './approvals.controller';
import { CheckController } from './check.controller';
import { Checker } from './checker';
import { ConfigController } from './config.controller';
import { ReportsController } from './reports.controller';
import { RulesController } from './rules.controller';

/** What judges changes, the settings by which it does, and what is approved. */
@Module({
  imports: [IntakeModule],
  controllers: [CheckController, ReportsController, ApprovalsController, ConfigController, RulesController],
  providers: [Checker],
})
export class CheckerModule {}
