import { Module } from '@nestjs/common';
import { IntakeModule } from '@sigcat/service';
import { ApprovalsController } from './approvals.controller';
import { CheckController } from './check.controller';
import { Checker } from './checker';
import { ConfigController } from './config.controller';
import { ConsumersController } from './consumers/consumers.controller';
import { Declaring } from './consumers/declaring';
import { Deployability } from './consumers/deployability';
import { DeploymentsController } from './consumers/deployments.controller';
import { ReportsController } from './reports.controller';
import { RulesController } from './rules.controller';
import { Terms } from './terms';

/** What judges changes, for all callers and for those who said what they use; by which settings; what is approved. */
@Module({
  imports: [IntakeModule],
  controllers: [
    CheckController,
    ReportsController,
    ApprovalsController,
    ConfigController,
    RulesController,
    ConsumersController,
    DeploymentsController,
  ],
  providers: [Checker, Terms, Declaring, Deployability],
})
export class CheckerModule {}
