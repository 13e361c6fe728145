import { Controller, Inject, Res } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Given, type Input, modelAnswer, Route } from '@sigcat/service';
import { type ModelChange, Models } from '@sigcat/storage';
import type { FastifyReply } from 'fastify';

@Controller()
export class ModelsController {
  constructor(@Inject(Models) private readonly models: Models) {}

  @Route(operations.putModel)
  async put(
    @Given(operations.putModel) { params, body }: Input<typeof operations.putModel>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const made = await this.models.put(params, body);
    void reply.status(made ? 201 : 200);
    return modelAnswer(await this.models.get(params));
  }

  @Route(operations.patchModel)
  async patch(
    @Given(operations.patchModel) { params, body }: Input<typeof operations.patchModel>,
  ): Promise<object> {
    await this.models.change(params, body as ModelChange);
    return modelAnswer(await this.models.get(params));
  }

  @Route(operations.deleteModel)
  async remove(
    @Given(operations.deleteModel) { params }: Input<typeof operations.deleteModel>,
  ): Promise<void> {
    await this.models.remove(params);
  }
}
