import { Inject, Injectable } from '@nestjs/common';
import { type Counterexamples, judge, type Settings } from '@sigcat/compat';
import { judgeRequirement, type RequirementReport } from '@sigcat/consumers';
import { type ModelSignatures } from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { counterexamplesOf } from '@sigcat/proof';
import { SETTINGS, type Settings as ServiceSettings } from '@sigcat/service';
import { type ConsumerRequirement, Versions } from '@sigcat/storage';
import { Terms } from '../terms';

/** What one consumer makes of a version. */
export interface RequirementJudgement extends RequirementReport {
  /** Those for which there was a reason to look for them. */
  prove(): Counterexamples;
}

/** Holds versions against what consumers say they use, under the settings of the model. */
@Injectable()
export class RequirementJudge {
  constructor(
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Terms) private readonly terms: Terms,
    @Inject(SETTINGS) private readonly service: ServiceSettings,
  ) {}

  /** @returns nothing where the version that the consumer works with is no longer there to compare with */
  async judge(
    one: ConsumerRequirement,
    candidate: ModelSignatures,
  ): Promise<RequirementJudgement | undefined> {
    const baseline = await this.baselineOf(one);
    const settings = await this.terms.settingsOf(one);
    const report = baseline && judgeRequirement(one.requirement, baseline, candidate, settings);
    return report && { ...report, prove: () => this.prove(one, report, candidate, settings) };
  }

  private prove(
    { requirement: { transport } }: ConsumerRequirement,
    { used, findings }: RequirementReport,
    candidate: ModelSignatures,
    settings: Settings,
  ): Counterexamples {
    const own: Settings = { ...settings, mode: 'BACKWARD', transport };
    const report = { ...judge(used, candidate, own), findings };
    return counterexamplesOf(report, used, candidate, own, this.service.proofLimits);
  }

  private async baselineOf(one: ConsumerRequirement): Promise<ModelSignatures | undefined> {
    try {
      return (await this.versions.get(one, { by: 'number', number: one.version })).signatures;
    } catch (error) {
      if (error instanceof Problem && error.code === 'version-not-found') return undefined;
      throw error;
    }
  }
}
