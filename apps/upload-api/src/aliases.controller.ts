import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Given, type Input, Route } from '@sigcat/service';
import { Aliases } from '@sigcat/storage';

@Controller()
export class AliasesController {
  constructor(@Inject(Aliases) private readonly aliases: Aliases) {}

  @Route(operations.putAlias)
  async put(
    @Given(operations.putAlias) { params, body }: Input<typeof operations.putAlias>,
  ): Promise<object> {
    const { version, expected_version: expected } = body;
    const previous = await this.aliases.move(params, {
      alias: params.alias,
      version,
      ...(expected !== undefined && { expected }),
    });
    return { name: params.alias, version, previous_version: previous };
  }

  @Route(operations.deleteAlias)
  async remove(
    @Given(operations.deleteAlias) { params }: Input<typeof operations.deleteAlias>,
  ): Promise<void> {
    await this.aliases.remove(params, params.alias);
  }
}
