import { Inject, Injectable } from '@nestjs/common';
import {
  alertOnConsumer,
  alertOnDisabling,
  alertOnMatch,
  alertOnMove,
  alertsOnPublication,
  type AlertFinding,
  type AlertType,
  type AliasMove,
  type Circumstances,
  type ConsumerImpact,
  type Disabling,
  type NewAlert,
  type Publication,
  topicsOf,
} from '@sigcat/alerts';
import { findingToJson } from '@sigcat/compat';
import { SETTINGS, type Settings } from '@sigcat/service';
import {
  Alerts,
  type ConsumerRequirement,
  Declarations,
  type EventRecord,
  type ModelName,
  Models,
  Reports,
  type VersionRecord,
  Versions,
} from '@sigcat/storage';
import { RequirementJudge } from '../consumers/requirement-judge';
import { isDeletedMeanwhile } from './deleted-meanwhile';
import { type Matched, SearchWatch } from './search-watch';

/** That a version was put where consumers of an environment are: by a record, or by an alias of that name. */
interface Deployment extends ModelName {
  readonly version: number;
  readonly environment: string;
}

/** Finds what matters to somebody in what has happened; what nobody listens to is not looked for. */
@Injectable()
export class Finder {
  constructor(
    @Inject(Alerts) private readonly alerts: Alerts,
    @Inject(Models) private readonly models: Models,
    @Inject(Versions) private readonly versions: Versions,
    @Inject(Reports) private readonly reports: Reports,
    @Inject(Declarations) private readonly declarations: Declarations,
    @Inject(RequirementJudge) private readonly judge: RequirementJudge,
    @Inject(SearchWatch) private readonly searches: SearchWatch,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** None where what it is about has been deleted meanwhile. */
  async find({ type, data }: EventRecord): Promise<NewAlert[]> {
    try {
      switch (type) {
        case 'model_version.published':
          return await this.onPublication(data as unknown as Publication);
        case 'alias.moved':
          return await this.onMove(data as unknown as AliasMove);
        case 'deployment.recorded':
          return await this.onDeployment(data as unknown as Deployment);
        case 'subscription.disabled':
          return [alertOnDisabling(data as unknown as Disabling)];
        default:
          return [];
      }
    } catch (error) {
      if (isDeletedMeanwhile(error)) return [];
      throw error;
    }
  }

  private async onPublication(published: Publication): Promise<NewAlert[]> {
    const { labels, aliases: all } = await this.surroundings(published);
    // Who follows an alias relies on the version that it points to.
    const aliases = Object.keys(all).filter((alias) => all[alias] === published.baseline);
    const circumstances = { labels, aliases };
    const heard = await this.alerts.listening(topicsOf({ model: published, ...circumstances }));
    const listensTo = (type: AlertType): boolean => [...heard.values()].some((types) => types.has(type));

    const findings =
      listensTo('compatibility.broken') || listensTo('compatibility.undecided')
        ? await this.findingsOn(published)
        : [];
    return [
      ...alertsOnPublication(published, findings, circumstances, this.settings.alerts.maxFindingBytes),
      ...(await this.onConsumers(published, 'published', circumstances, listensTo('consumer.broken'))),
      ...matches(published, await this.searches.findingNew(published)),
    ];
  }

  private async onMove(moved: AliasMove): Promise<NewAlert[]> {
    const deployment = { ...moved, environment: moved.alias };
    const { labels } = await this.surroundings(moved);
    return [
      alertOnMove(moved, labels),
      ...(await this.onDeployment(deployment, { labels, aliases: [moved.alias] })),
      ...matches(moved, await this.searches.findingMoved(moved)),
    ];
  }

  private async onDeployment(
    { namespace, model, version, environment }: Deployment,
    given?: Circumstances,
  ): Promise<NewAlert[]> {
    const candidate = { namespace, model, version };
    const circumstances = given ?? { labels: (await this.surroundings(candidate)).labels };
    const heard = await this.alerts.listening(topicsOf({ model: candidate, ...circumstances }));
    const anyway = [...heard.values()].some((types) => types.has('consumer.broken'));
    return this.onConsumers(candidate, 'deployed', circumstances, anyway, environment);
  }

  /** @param anyway whether somebody wants to hear of all consumers, whoever they are */
  private async onConsumers(
    candidate: ModelName & { readonly version: number },
    because: ConsumerImpact['because'],
    circumstances: Circumstances,
    anyway: boolean,
    environment: string | null = null,
  ): Promise<NewAlert[]> {
    const requirements = await this.declarations.requirementsOn(candidate, environment);
    const heard = anyway ? requirements : await this.listenedTo(requirements);
    if (heard.length === 0) return [];
    const version = await this.versions.get(candidate, { by: 'number', number: candidate.version });
    const alerts: NewAlert[] = [];
    const { maxFindingBytes } = this.settings.alerts;
    for (const ofOne of byConsumer(heard)) {
      const impact = await this.impactOn(ofOne, version, because);
      if (impact) alerts.push(alertOnConsumer(candidate, impact, circumstances, maxFindingBytes));
    }
    return alerts;
  }

  private async listenedTo(requirements: readonly ConsumerRequirement[]): Promise<ConsumerRequirement[]> {
    if (requirements.length === 0) return [];
    const topics = (one: ConsumerRequirement): string[] => topicsOf({ consumer: one });
    const heard = await this.alerts.listening([...new Set(requirements.flatMap(topics))]);
    return requirements.filter((one) =>
      topics(one).some((topic) => heard.get(topic)?.has('consumer.broken') === true),
    );
  }

  /** Of all that one consumer uses of the model; none where nothing of it is touched. */
  private async impactOn(
    requirements: Requirements,
    version: VersionRecord,
    because: ConsumerImpact['because'],
  ): Promise<ConsumerImpact | undefined> {
    const findings = new Map<string, AlertFinding>();
    const verdicts = new Set<string>();
    for (const one of requirements) {
      const judged = await this.judge.judge(one, version.signatures);
      if (!judged || judged.verdict === 'compatible') continue;
      verdicts.add(judged.verdict);
      const proofs = judged.prove();
      for (const finding of judged.findings) {
        if (finding.level !== 'error' && finding.level !== 'warning') continue;
        const json = findingToJson(finding, proofs);
        findings.set(json.fingerprint, { ...json });
      }
    }
    if (verdicts.size === 0) return undefined;
    const [{ consumer, environment, consumerVersion, version: worksWith }] = requirements;
    return {
      consumer,
      environment,
      consumerVersion,
      worksWith,
      because,
      verdict: verdicts.has('incompatible') ? 'incompatible' : 'undecided',
      findings: [...findings.values()],
    };
  }

  private async findingsOn(published: Publication): Promise<readonly AlertFinding[]> {
    const report = await this.reports.find(published, published.version);
    return (report?.['findings'] ?? []) as readonly AlertFinding[];
  }

  private async surroundings(
    candidate: ModelName & { readonly version: number },
  ): Promise<
    Required<Pick<Circumstances, 'labels'>> & { readonly aliases: Readonly<Record<string, number>> }
  > {
    const [model, version] = await Promise.all([
      this.models.get(candidate),
      this.versions.getSummary(candidate, { by: 'number', number: candidate.version }),
    ]);
    return { labels: [version.labels, model.labels], aliases: model.aliases };
  }
}

function matches(found: Parameters<typeof alertOnMatch>[0], by: readonly Matched[]): NewAlert[] {
  return by.map(({ search, signatures }) => alertOnMatch(found, search, signatures));
}

type Requirements = readonly [ConsumerRequirement, ...ConsumerRequirement[]];

function byConsumer(requirements: readonly ConsumerRequirement[]): Requirements[] {
  const groups = new Map<string, Requirements>();
  for (const one of requirements) {
    const key = `${one.consumer}@${one.environment}`;
    const [first, ...others] = groups.get(key) ?? [];
    groups.set(key, first ? [first, ...others, one] : [one]);
  }
  return [...groups.values()];
}
