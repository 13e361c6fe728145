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

/** What a requirement is judged by. */
interface RequirementTerms {
  readonly baseline: ModelSignatures | undefined;
  readonly settings: Settings;
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
    return this.judged(one, candidate, await this.termsOf(one));
  }

  /** Looks a version up once for all requirements on it that come one after the other. */
  async *judgeEach(
    requirements: AsyncIterable<ConsumerRequirement>,
    candidate: ModelSignatures,
  ): AsyncGenerator<readonly [ConsumerRequirement, RequirementJudgement | undefined]> {
    let last: { readonly of: ConsumerRequirement; readonly terms: RequirementTerms } | undefined;
    for await (const one of requirements) {
      if (!last || !worksWithSame(last.of, one)) last = { of: one, terms: await this.termsOf(one) };
      yield [one, this.judged(one, candidate, last.terms)];
    }
  }

  private judged(
    one: ConsumerRequirement,
    candidate: ModelSignatures,
    { baseline, settings }: RequirementTerms,
  ): RequirementJudgement | undefined {
    const report = baseline && judgeRequirement(one.requirement, baseline, candidate, settings);
    return report && { ...report, prove: () => this.prove(one, report, candidate, settings) };
  }

  private async termsOf(one: ConsumerRequirement): Promise<RequirementTerms> {
    return { baseline: await this.baselineOf(one), settings: await this.terms.settingsOf(one) };
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

function worksWithSame(one: ConsumerRequirement, other: ConsumerRequirement): boolean {
  return one.namespace === other.namespace && one.model === other.model && one.version === other.version;
}
