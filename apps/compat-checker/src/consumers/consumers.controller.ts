import { Controller, Inject } from '@nestjs/common';
import { type consumers, type Made, operations } from '@sigcat/contracts';
import { Given, type Input, modelAddressed, pageAnswer, pageRequest, Route } from '@sigcat/service';
import { type DeclarationRecord, Declarations } from '@sigcat/storage';
import { Declaring } from './declaring';

@Controller()
export class ConsumersController {
  constructor(
    @Inject(Declaring) private readonly declaring: Declaring,
    @Inject(Declarations) private readonly declarations: Declarations,
  ) {}

  @Route(operations.putConsumer)
  async put(
    @Given(operations.putConsumer) { params, body }: Input<typeof operations.putConsumer>,
  ): Promise<object> {
    return declarationAnswer(await this.declaring.declare(params.consumer, body));
  }

  @Route(operations.listConsumers)
  async list(
    @Given(operations.listConsumers) { query }: Input<typeof operations.listConsumers>,
  ): Promise<object> {
    const { environment, model } = query;
    const filter = {
      ...(environment !== undefined && { environment }),
      ...(model !== undefined && { model: modelAddressed(model) }),
    };
    return pageAnswer(await this.declarations.list(filter, pageRequest(query)), declarationAnswer);
  }

  @Route(operations.getConsumer)
  async get(
    @Given(operations.getConsumer) { params }: Input<typeof operations.getConsumer>,
  ): Promise<object> {
    return { items: (await this.declarations.get(params.consumer)).map(declarationAnswer) };
  }

  @Route(operations.listDeclarations)
  async history(
    @Given(operations.listDeclarations) { params, query }: Input<typeof operations.listDeclarations>,
  ): Promise<object> {
    const page = await this.declarations.history(params.consumer, pageRequest(query));
    return pageAnswer(page, declarationAnswer);
  }

  @Route(operations.deleteConsumer)
  async remove(
    @Given(operations.deleteConsumer) { params, query }: Input<typeof operations.deleteConsumer>,
  ): Promise<void> {
    await this.declarations.withdraw(params.consumer, query.environment);
  }
}

function declarationAnswer(record: DeclarationRecord): Made<typeof consumers.declaration> {
  return {
    consumer: record.consumer,
    environment: record.environment,
    revision: record.revision,
    version: record.version,
    requires: [...record.requires],
    declared_at: record.declaredAt.toISOString(),
    withdrawn_at: record.withdrawnAt?.toISOString() ?? null,
  };
}
