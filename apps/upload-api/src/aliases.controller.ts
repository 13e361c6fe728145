import { Controller, Inject } from '@nestjs/common';
import { operations } from '@sigcat/contracts';
import { Given, type Input, Metrics, Route, SETTINGS, type Settings } from '@sigcat/service';
import { Aliases, type Judge } from '@sigcat/storage';
import { gateWithin } from './gate';
import { refusal } from './refusal';

@Controller()
export class AliasesController {
  private readonly gate: Judge;

  constructor(
    @Inject(Aliases) private readonly aliases: Aliases,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.gate = gateWithin(settings.proofLimits);
  }

  @Route(operations.putAlias)
  async put(
    @Given(operations.putAlias) { params, body }: Input<typeof operations.putAlias>,
  ): Promise<object> {
    const { alias } = params;
    const { version, expected_version: expected } = body;
    const move = { alias, version, ...(expected !== undefined && { expected }) };
    const { previous, judgement } = await this.aliases.move(params, move, this.gate);
    if (judgement) {
      this.metrics.countVerdict(judgement);
      if (judgement.refused) throw refusal(params, version, judgement, { alias });
    }
    return { name: alias, version, previous_version: previous, report: judgement?.report ?? null };
  }

  @Route(operations.deleteAlias)
  async remove(
    @Given(operations.deleteAlias) { params }: Input<typeof operations.deleteAlias>,
  ): Promise<void> {
    await this.aliases.remove(params, params.alias);
  }
}
