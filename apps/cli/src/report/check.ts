import type { FindingJson, NextVersion, Rename, SummaryJson } from '@sigcat/compat';
import { type FailOn } from '../choices';
import { isProved } from './counterexample';

/** What there is to say of a candidate. */
export interface Judgement extends SummaryJson {
  readonly baselines: Baselines;
  /** In the order in which they are told. */
  readonly findings: readonly CheckedFinding[];
  readonly renames: readonly Rename[];
  /** Null where there is no version to come after. */
  readonly nextVersion: NextVersion | null;
}

/** A judgement that was asked for: all that a format has to tell. */
export interface Check extends Judgement {
  /** As the user calls it: a path, or a version such as `fraud@5`. */
  readonly candidate: string;
  /** Where tools show what is found: a path from the top of the repository, or what else the candidate is called. */
  readonly place: string;
  readonly threshold: Threshold;
  /** All of it for programs, as the API has it. */
  readonly document: object;
}

/** What lets a command fail. */
export interface Threshold {
  /** The least serious level that does; where it is left open, an error, and nothing where the mode gates nothing. */
  readonly failOn?: FailOn | undefined;
  /** Does it also where it cannot be decided? */
  readonly strict?: boolean | undefined;
}

/** What the candidate is compared with. */
export interface Baselines {
  /** As the user calls them: paths, or versions such as `fraud@2`. None for a first version. */
  readonly names: readonly string[];
  /** The model that they are versions of, with callers of their own; null where they are none. */
  readonly model: string | null;
}

/** A finding as the API has it, and what is optional in it may be undefined too. */
export interface ReportedFinding extends Omit<FindingJson, 'levels' | 'approval' | 'counterexample'> {
  readonly approval?: FindingJson['approval'] | undefined;
  readonly counterexample?: FindingJson['counterexample'] | undefined;
}

/** A finding, once for all baselines that it concerns, and their names. */
export interface CheckedFinding extends ReportedFinding {
  readonly against: readonly string[];
}

/** A level that is shown to people. */
export type ShownLevel = Exclude<FindingJson['level'], 'hidden'>;

/** Most serious first. */
export const shownLevels: readonly ShownLevel[] = ['error', 'warning', 'info'];

/** The most serious first, of one level what is not approved. What is hidden is left to programs. */
export function shown<F extends Pick<ReportedFinding, 'level' | 'approval'>>(findings: readonly F[]): F[] {
  return findings
    .filter(({ level }) => level !== 'hidden')
    .sort((a, b) => rank(a) - rank(b) || Number(!!a.approval) - Number(!!b.approval));
}

/**
 * What was found against several baselines, each thing once and as serious as it is for any of them: it may concern
 * another direction in one of them. It is proved against one only.
 */
export function merged(
  reports: readonly { readonly baseline: string; readonly findings: readonly ReportedFinding[] }[],
): CheckedFinding[] {
  const known = new Map<string, CheckedFinding>();
  for (const { baseline, findings } of reports) {
    for (const finding of findings) {
      const other = known.get(finding.fingerprint);
      const worse = other && tells(other, finding) ? other : finding;
      known.set(finding.fingerprint, { ...worse, against: [...(other?.against ?? []), baseline] });
    }
  }
  return [...known.values()];
}

/** Is one of two findings the more serious, or as serious and the one that is proved? */
function tells(one: ReportedFinding, other: ReportedFinding): boolean {
  return rank(one) < rank(other) || (rank(one) === rank(other) && (isProved(one) || !isProved(other)));
}

function rank({ level }: Pick<ReportedFinding, 'level'>): number {
  return level === 'hidden' ? shownLevels.length : shownLevels.indexOf(level);
}
