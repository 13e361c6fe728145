import { Controller, Inject } from '@nestjs/common';
import { type Alert } from '@sigcat/alerts';
import { type Made, operations, type subscriptions as contracts } from '@sigcat/contracts';
import { Given, type Input, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { Alerts } from '@sigcat/storage';

@Controller()
export class AlertsController {
  constructor(@Inject(Alerts) private readonly alerts: Alerts) {}

  @Route(operations.listAlerts)
  async list(@Given(operations.listAlerts) { query }: Input<typeof operations.listAlerts>): Promise<object> {
    const { type, minimum_level: minimumLevel, subject, subscription } = query;
    const filter = {
      ...(type !== undefined && { type }),
      ...(minimumLevel !== undefined && { minimumLevel }),
      ...(subject !== undefined && { subject }),
      ...(subscription !== undefined && { subscription }),
    };
    return pageAnswer(await this.alerts.list(filter, pageRequest(query)), alertAnswer);
  }
}

function alertAnswer({ id, type, level, subject, data, raisedAt }: Alert): Made<typeof contracts.alert> {
  return { id, type, level, subject, data, raised_at: raisedAt.toISOString() };
}
