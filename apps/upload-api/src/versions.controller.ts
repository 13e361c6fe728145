import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route, selectorOf, versionAnswer } from '@sigcat/service';
import { type ModelName, Removals, type VersionChange, Versions } from '@sigcat/storage';

@Controller()
export class VersionsController {
  constructor(
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Removals) private readonly removals: Removals,
  ) {}

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
    if (!query.permanent) {
      await this.removals.remove(params, await this.numberOf(params, params.version));
      return;
    }
    // No alias points to a deleted version, and it is never the latest.
    const selector = selectorOf(params.version);
    if (selector.by !== 'number') {
      throw new Problem('invalid-request', 'What is removed for good must be named by its number.', {
        errors: [],
      });
    }
    await this.removals.erase(params, selector.number);
  }

  private async numberOf(model: ModelName, reference: string): Promise<number> {
    const selector = selectorOf(reference);
    return selector.by === 'number'
      ? selector.number
      : (await this.versions.getSummary(model, selector)).number;
  }
}
