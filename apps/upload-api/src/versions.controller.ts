import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Given, type Input, Route, selectorOf, versionAnswer } from '@sigcat/service';
import { type ModelName, type VersionChange, Versions } from '@sigcat/storage';

@Controller()
export class VersionsController {
  constructor(@Inject(Versions) private readonly versions: Versions) {}

  @Route(operations.patchVersion)
  async patch(
    @Given(operations.patchVersion) { params, body }: Input<typeof operations.patchVersion>,
  ): Promise<object> {
    const number = await this.numberOf(params, params.version);
    await this.versions.change(params, number, body as VersionChange);
    return versionAnswer(await this.versions.get(params, { by: 'number', number }));
  }

  @Route(operations.deleteVersion)
  async remove(
    @Given(operations.deleteVersion) { params, query }: Input<typeof operations.deleteVersion>,
  ): Promise<void> {
    // A deleted version can only be named by its number: no alias points to it, and it is never the latest.
    const selector = selectorOf(params.version);
    if (query.permanent && selector.by === 'number') await this.versions.erase(params, selector.number);
    else await this.versions.remove(params, await this.numberOf(params, params.version));
  }

  private async numberOf(model: ModelName, reference: string): Promise<number> {
    const selector = selectorOf(reference);
    return selector.by === 'number'
      ? selector.number
      : (await this.versions.getSummary(model, selector)).number;
  }
}
