import { Inject, Injectable } from '@nestjs/common';
import { type Finding, findingToJson, type Verdict } from '@sigcat/compat';
import { type consumers, type Made } from '@sigcat/contracts';
import {
  type ConsumerRequirement,
  Declarations,
  Deployments,
  type ModelName,
  type VersionRecord,
  Versions,
  type VersionSelector,
} from '@sigcat/storage';
import { RequirementJudge } from './requirement-judge';

type Answer = Made<typeof consumers.canIDeploy>;
type Affected = Answer['consumers'][number];

/** Can a version come to the consumers of an environment, or a consumer to the versions that are there? */
@Injectable()
export class Deployability {
  constructor(
    @Inject(Declarations) private readonly declarations: Declarations,
    @Inject(Deployments) private readonly deployments: Deployments,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(RequirementJudge) private readonly judge: RequirementJudge,
  ) {}

  /** @throws Problem `model-not-found`, `version-not-found`, `alias-not-found`. */
  async ofVersion(model: ModelName, selector: VersionSelector, environment: string): Promise<Answer> {
    const candidate = await this.versions.get(model, selector);
    const requirements = await this.declarations.requirementsOn(model, environment);
    if (requirements.length === 0) {
      const reason = `Nobody has declared to use ${textOf(model)} in ${environment}.`;
      return { answer: 'unknown', reasons: [reason], environment, consumers: [] };
    }
    const affected = await Promise.all(requirements.map((one) => this.judged(one, candidate)));
    return answerOf(affected, environment, `${textOf(model)}@${candidate.number}`);
  }

  /** @throws Problem `consumer-not-found`. */
  async ofConsumer(consumer: string, environment: string): Promise<Answer> {
    const requirements = await this.declarations.requirementsOf(consumer);
    const affected = await Promise.all(
      requirements.map(async (one) => {
        const number = await this.deployments.current(one, environment);
        if (number === undefined) {
          const reason = `No version of ${textOf(one)} is known to be in ${environment}.`;
          return affectedBy(one, null, { verdict: 'undecided', reason, findings: [] });
        }
        return this.judged(one, await this.versions.get(one, { by: 'number', number }));
      }),
    );
    return answerOf(affected, environment, consumer);
  }

  private async judged(one: ConsumerRequirement, candidate: VersionRecord): Promise<Affected> {
    const report = await this.judge.judge(one, candidate.signatures);
    if (!report) {
      const reason = `${textOf(one)}@${one.version}, which it works with, is no longer there to compare with.`;
      return affectedBy(one, candidate.number, { verdict: 'undecided', reason, findings: [] });
    }
    const { verdict, findings } = report;
    const [first] = findings;
    const reason =
      verdict === 'compatible' || first === undefined
        ? `It can go on with ${textOf(one)}@${candidate.number} as it is.`
        : `${first.message}${findings.length > 1 ? ` And ${findings.length - 1} more.` : ''}`;
    return affectedBy(one, candidate.number, { verdict, reason, findings });
  }
}

interface Outcome {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly findings: readonly Finding[];
}

function affectedBy(
  one: ConsumerRequirement,
  candidate: number | null,
  { verdict, reason, findings }: Outcome,
): Affected {
  return {
    consumer: one.consumer,
    consumer_version: one.consumerVersion,
    model: textOf(one),
    signature: one.requirement.signatureKey,
    transport: one.requirement.transport,
    works_with: one.version,
    would_get: candidate,
    verdict,
    reason,
    findings: findings.map((finding) => findingToJson(finding)),
  };
}

const severity: Readonly<Record<Verdict, number>> = { incompatible: 0, undecided: 1, compatible: 2 };

function answerOf(affected: readonly Affected[], environment: string, what: string): Answer {
  const consumers = affected.toSorted((a, b) => severity[a.verdict] - severity[b.verdict]);
  const worst = consumers[0]?.verdict ?? 'undecided';
  const answer = worst === 'incompatible' ? 'no' : worst === 'undecided' ? 'unknown' : 'yes';
  const deciding = consumers.filter(({ verdict }) => verdict === worst);
  const reasons =
    answer === 'yes'
      ? [`${what} changes nothing in ${environment} that its ${consumers.length} declared uses rely on.`]
      : deciding.map(({ consumer, reason }) => `${consumer}: ${reason}`);
  return { answer, reasons, environment, consumers };
}

function textOf({ namespace, model }: ModelName): string {
  return `${namespace}/${model}`;
}
