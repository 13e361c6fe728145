import { Module } from '@nestjs/common';
import { IntakeModule } from '@sigcat/service';
import { AlertStreams } from './alerts/alert-streams';
import { AlertsController } from './alerts/alerts.controller';
import { DeliveriesController } from './alerts/deliveries.controller';
import { Deliverer } from './alerts/deliverer';
import { EmailSender } from './alerts/email-sender';
import { Finder } from './alerts/finder';
import { Raiser } from './alerts/raiser';
import { SearchWatch } from './alerts/search-watch';
import { Senders } from './alerts/senders';
import { StreamsController } from './alerts/streams.controller';
import { SubscriptionsController } from './alerts/subscriptions.controller';
import { WebhookSender } from './alerts/webhook-sender';
import { ApprovalsController } from './approvals.controller';
import { CheckController } from './check.controller';
import { Checker } from './checker';
import { ConfigController } from './config.controller';
import { ConsumersController } from './consumers/consumers.controller';
import { Declaring } from './consumers/declaring';
import { Deployability } from './consumers/deployability';
import { DeploymentsController } from './consumers/deployments.controller';
import { RequirementJudge } from './consumers/requirement-judge';
import { ReportsController } from './reports.controller';
import { RulesController } from './rules.controller';
import { Terms } from './terms';

/** What judges changes, for all callers and for those who said what they use, and tells those who want to hear of it. */
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
    SubscriptionsController,
    AlertsController,
    DeliveriesController,
    StreamsController,
  ],
  providers: [
    Checker,
    Terms,
    Declaring,
    Deployability,
    RequirementJudge,
    Finder,
    SearchWatch,
    Raiser,
    Deliverer,
    AlertStreams,
    Senders,
    WebhookSender,
    EmailSender,
  ],
})
export class CheckerModule {}
