import { Controller, Inject } from '@nestjs/common';
import { type Made, operations, type subscriptions as contracts } from '@sigcat/contracts';
import { Given, type Input, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { Deliveries, type DeliveryKey, type DeliveryRecord } from '@sigcat/storage';
import { Deliverer } from './deliverer';

type Answer = Made<typeof contracts.delivery>;

@Controller()
export class DeliveriesController {
  constructor(
    @Inject(Deliveries) private readonly deliveries: Deliveries,
    @Inject(Deliverer) private readonly deliverer: Deliverer,
  ) {}

  @Route(operations.listDeliveries)
  async list(
    @Given(operations.listDeliveries) { query }: Input<typeof operations.listDeliveries>,
  ): Promise<object> {
    const { alert, subscription, state } = query;
    const filter = {
      ...(alert !== undefined && { alert }),
      ...(subscription !== undefined && { subscription }),
      ...(state !== undefined && { state }),
    };
    return pageAnswer(await this.deliveries.list(filter, pageRequest(query)), deliveryAnswer);
  }

  @Route(operations.getDelivery)
  async get(
    @Given(operations.getDelivery) { params }: Input<typeof operations.getDelivery>,
  ): Promise<Answer> {
    return deliveryAnswer(await this.deliveries.get(keyOf(params.id)));
  }

  @Route(operations.redeliver)
  async redeliver(
    @Given(operations.redeliver) { params }: Input<typeof operations.redeliver>,
  ): Promise<Answer> {
    const key = keyOf(params.id);
    await this.deliveries.redeliver(key);
    this.deliverer.wake();
    return deliveryAnswer(await this.deliveries.get(key));
  }
}

function keyOf(id: string): DeliveryKey {
  const [alert = '', subscription = ''] = id.split('-');
  return { alert, subscription };
}

function deliveryAnswer({ alert, subscription, ...record }: DeliveryRecord): Answer {
  return {
    id: `${alert}-${subscription}`,
    alert,
    subscription,
    type: record.type,
    subject: record.subject,
    state: record.state,
    raised_at: record.raisedAt.toISOString(),
    due_at: record.dueAt?.toISOString() ?? null,
    attempts: record.attempts,
  };
}
