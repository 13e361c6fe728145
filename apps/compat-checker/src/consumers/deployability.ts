import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { findingToJson, type Verdict } from '@sigcat/compat';
import { type consumers, type Made } from '@sigcat/contracts';
import { SETTINGS, type Settings } from '@sigcat/service';
import {
  type ConsumerRequirement,
  Declarations,
  Deployments,
  type ModelName,
  Versions,
  type VersionSelector,
} from '@sigcat/storage';
import { MostSerious } from './most-serious';
import { RequirementJudge, type RequirementJudgement } from './requirement-judge';

type Answer = Made<typeof consumers.canIDeploy>;

/** Can a version come to the consumers of an environment, or a consumer to the versions that are there? */
@Injectable()
export class Deployability {
  constructor(
    @Inject(Declarations) private readonly declarations: Declarations,
    @Inject(Deployments) private readonly deployments: Deployments,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(RequirementJudge) private readonly judge: RequirementJudge,
    @Inject(SETTINGS) private readonly service: Settings,
  ) {}

  /** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  async ofVersion(model: ModelName, selector: VersionSelector, environment: string): Promise<Answer> {
    const candidate = await this.versions.get(model, selector);
    const affected = this.affected();
    const requirements = this.declarations.eachRequirementOn(model, environment);
    for await (const [one, judgement] of this.judge.judgeEach(requirements, candidate.signatures)) {
      affected.add({ one, number: candidate.number, ...outcomeOf(one, candidate.number, judgement) });
    }
    if (affected.verdict === undefined) {
      const reason = `Nobody has declared to use ${textOf(model)} in ${environment}.`;
      return { answer: 'unknown', reasons: [reason], environment, counts: affected.counts, consumers: [] };
    }
    return this.answerOf(affected, environment, `${textOf(model)}@${candidate.number}`);
  }

  /** @throws Problem `consumer-not-found`. */
  async ofConsumer(consumer: string, environment: string): Promise<Answer> {
    const affected = this.affected();
    for (const one of await this.declarations.requirementsOf(consumer)) {
      const number = await this.deployments.current(one, environment);
      if (number === undefined) {
        const reason = `No version of ${textOf(one)} is known to be in ${environment}.`;
        affected.add({ one, number: null, verdict: 'undecided', reason });
      } else {
        const { signatures } = await this.versions.get(one, { by: 'number', number });
        const judgement = await this.judge.judge(one, signatures);
        affected.add({ one, number, ...outcomeOf(one, number, judgement) });
      }
    }
    return this.answerOf(affected, environment, consumer);
  }

  private affected(): MostSerious<Affected> {
    return new MostSerious(this.service.maxShownConsumers);
  }

  private async answerOf(
    affected: MostSerious<Affected>,
    environment: string,
    what: string,
  ): Promise<Answer> {
    const { items, counts } = affected;
    const verdict = affected.verdict ?? 'undecided';
    const shown = { environment, counts, consumers: await this.shown(items) };
    if (verdict === 'compatible') {
      const reason = `${what} changes nothing in ${environment} that its ${counts.compatible} declared uses rely on.`;
      return { answer: 'yes', reasons: [reason], ...shown };
    }
    const reasons = items
      .filter((one) => one.verdict === verdict)
      .map(({ one, reason }) => `${one.consumer}: ${reason}`);
    return { answer: verdict === 'incompatible' ? 'no' : 'unknown', reasons, ...shown };
  }

  /** With counterexamples, as many as one check may have. */
  private async shown(items: readonly Affected[]): Promise<Answer['consumers']> {
    const shown: Answer['consumers'][number][] = [];
    let left = this.service.proofLimits.maxCounterexamples;
    for (const { one, number, verdict, reason, judgement } of items) {
      const proofs = judgement && left > 0 && verdict !== 'compatible' ? judgement.prove() : undefined;
      left -= proofs?.size ?? 0;
      shown.push({
        consumer: one.consumer,
        consumer_version: one.consumerVersion,
        model: textOf(one),
        tag_set: [...one.requirement.tagSet],
        signature: one.requirement.signatureKey,
        transport: one.requirement.transport,
        works_with: one.version,
        would_get: number,
        verdict,
        reason,
        findings: (judgement?.findings ?? []).map((finding) => findingToJson(finding, proofs)),
      });
      if (proofs) await setImmediate();
    }
    return shown;
  }
}

/** What becomes of one use. */
interface Affected extends Outcome {
  readonly one: ConsumerRequirement;
  /** Of the version that the consumer would get; null where none is known to be there. */
  readonly number: number | null;
}

interface Outcome {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly judgement?: RequirementJudgement;
}

function outcomeOf(
  one: ConsumerRequirement,
  number: number,
  judgement: RequirementJudgement | undefined,
): Outcome {
  if (!judgement) {
    const reason = `${textOf(one)}@${one.version}, which it works with, is no longer there to compare with.`;
    return { verdict: 'undecided', reason };
  }
  const { verdict, findings } = judgement;
  const [first] = findings;
  const reason =
    verdict === 'compatible' || first === undefined
      ? `It can go on with ${textOf(one)}@${number} as it is.`
      : `${first.message}${findings.length > 1 ? ` And ${findings.length - 1} more.` : ''}`;
  return { verdict, reason, judgement };
}

function textOf({ namespace, model }: ModelName): string {
  return `${namespace}/${model}`;
}
