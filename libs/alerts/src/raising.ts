import { type About, partsOf } from './about';
import { type NewAlert } from './alert';
import { type AlertLevel, type AlertType } from './alert-type';
import { type AlertFinding, fittingFindings } from './finding';
import { topicOf, topicsOf, type Touched } from './topics';

type ByLevel = Readonly<Record<'error' | 'warning', number>>;

/** That a version was published, and what it is found to be. */
export interface Publication {
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly verdict: string;
  /** The version that it was compared with. */
  readonly baseline: number | null;
  /** Findings by level that are not approved, and that are. */
  readonly counts: ByLevel;
  readonly approved: ByLevel;
}

/** What all alerts on a version have in common. */
interface VersionAddress {
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
}

/** Labels, and the aliases that matter. */
export type Circumstances = Pick<Touched, 'labels' | 'aliases'>;

/** Of a published version: that it is there, and whether it breaks somebody or nobody can tell. */
export function alertsOnPublication(
  published: Publication,
  findings: readonly AlertFinding[],
  circumstances: Circumstances,
  maxBytes: number,
): NewAlert[] {
  const { baseline, verdict, counts, approved } = published;
  const subject = subjectOf(published);
  const topics = topicsOf({ model: published, ...circumstances });
  const data = { ...aboutVersion(published), baseline, verdict, counts, approved };
  const [errors, warnings] = (['error', 'warning'] as const).map((level) => counts[level] + approved[level]);
  const judged = (type: AlertType, level: 'error' | 'warning', number = 0, title: string): NewAlert => {
    const of = findings.filter((finding) => finding.level === level);
    const said = approved[level] > 0 ? ` ${approved[level]} of ${number} are approved.` : '';
    return {
      type,
      level,
      subject,
      of: '',
      topics,
      data: { title: `${title}${reasonOf(of)}${said}`, ...data, ...fittingFindings(of, maxBytes) },
    };
  };
  return [
    {
      type: 'model_version.published',
      level: 'info',
      subject,
      of: '',
      topics,
      data: { title: `${subject} is published.`, ...data },
    },
    ...(errors ? [judged('compatibility.broken', 'error', errors, `${subject} breaks callers`)] : []),
    ...(!errors && warnings
      ? [judged('compatibility.undecided', 'warning', warnings, `${subject} may break callers`)]
      : []),
  ];
}

/** An alias that points to another version now. */
export interface AliasMove extends VersionAddress {
  readonly alias: string;
  /** The version it pointed to before. */
  readonly before: number | null;
  /** The other aliases that the version had then; absent where nobody has noted them. */
  readonly others?: readonly string[];
}

export function alertOnMove(moved: AliasMove, labels: Circumstances['labels'] = []): NewAlert {
  const { alias, version, before } = moved;
  const subject = `${moved.namespace}/${moved.model}@${alias}`;
  const from = before === null ? '' : `, after version ${before}`;
  return {
    type: 'alias.moved',
    level: 'info',
    subject,
    of: '',
    topics: topicsOf({ model: moved, labels, aliases: [alias] }),
    data: {
      title: `${subject} points to version ${version} now${from}.`,
      ...aboutVersion(moved),
      alias,
      before,
    },
  };
}

/** What a version is to one consumer. */
export interface ConsumerImpact {
  readonly consumer: string;
  readonly environment: string;
  readonly consumerVersion: string;
  /** The version that it works with. */
  readonly worksWith: number;
  /** What brings the version to it: it is published, or put where the consumer is. */
  readonly because: 'published' | 'deployed';
  readonly verdict: 'incompatible' | 'undecided';
  /** Those that touch what it uses. */
  readonly findings: readonly AlertFinding[];
}

export function alertOnConsumer(
  candidate: VersionAddress,
  { findings, ...impact }: ConsumerImpact,
  circumstances: Circumstances,
  maxBytes: number,
): NewAlert {
  const { consumer, environment, consumerVersion, worksWith, because, verdict } = impact;
  const level: AlertLevel = verdict === 'incompatible' ? 'error' : 'warning';
  const subject = subjectOf(candidate);
  const verb = level === 'error' ? 'breaks' : 'may break';
  return {
    type: 'consumer.broken',
    level,
    subject,
    of: `${consumer}@${environment}`,
    topics: topicsOf({ model: candidate, consumer: { consumer, environment }, ...circumstances }),
    data: {
      title: `${subject} ${verb} ${consumer} in ${environment}${reasonOf(findings)}`,
      ...aboutVersion(candidate),
      consumer,
      environment,
      consumer_version: consumerVersion,
      works_with: worksWith,
      because,
      verdict,
      ...fittingFindings(findings, maxBytes),
    },
  };
}

/** A version that a saved search finds. */
export function alertOnMatch(found: VersionAddress, search: string, signatures: readonly string[]): NewAlert {
  const subject = subjectOf(found);
  return {
    type: 'search.matched',
    level: 'info',
    subject,
    of: search,
    topics: topicsOf({ search }),
    data: {
      title: `${subject} is found by the search ${search}.`,
      ...aboutVersion(found),
      search,
      signatures,
    },
  };
}

/** A subscription that nothing is sent to any more. */
export interface Disabling {
  readonly subscription: string;
  readonly about: About;
  readonly because: string;
}

/** Heard by the others who subscribed to the same, and by those who subscribed to everything. */
export function alertOnDisabling({ subscription, about, because }: Disabling): NewAlert {
  const { kind, text } = partsOf(about);
  return {
    type: 'subscription.disabled',
    level: 'warning',
    subject: `subscriptions/${subscription}`,
    of: '',
    topics: [...new Set([topicOf(about), topicOf({ namespace: '*' })])],
    data: {
      title: `Subscription ${subscription} to the ${kind} ${text} is disabled: ${because}.`,
      subscription,
      about,
      because,
    },
  };
}

function subjectOf({ namespace, model, version }: VersionAddress): string {
  return `${namespace}/${model}@${version}`;
}

function aboutVersion({ namespace, model, version }: VersionAddress): VersionAddress {
  return { namespace, model, version };
}

/** The first finding, after a colon, and how many more there are. */
function reasonOf([first, ...others]: readonly AlertFinding[]): string {
  if (first === undefined) return '.';
  const more = others.length > 0 ? ` And ${others.length} more.` : '';
  return `: ${first.message}${more}`;
}
