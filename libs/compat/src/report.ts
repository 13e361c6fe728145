import { type ModelSignatures } from '@sigcat/core';
import { type Approvals, type JudgedFinding, noApprovals, withApprovals } from './approval';
import { findingsOn } from './compare';
import { factsBetween } from './facts';
import { type Level, type Transport } from './level';
import { type NextVersion, nextVersionFor } from './next-version';
import { type Rename, renamesAmong } from './rename';
import { type Mode, type Settings, settingsOf, transportsOf } from './settings';

/** `incompatible` when there is an error, `undecided` when there is a warning and no error. */
export type Verdict = 'compatible' | 'incompatible' | 'undecided';

export type Counts = Readonly<Record<Level, number>>;

/** What there is to say about a candidate, be it against one version or several. */
export interface Summary {
  /** What the findings come to that are not approved. */
  readonly verdict: Verdict;
  readonly mode: Mode;
  readonly transports: readonly Transport[];
  /** Findings that are not approved, by level. */
  readonly counts: Counts;
  /** Findings that are approved, by level. */
  readonly approved: Counts;
}

/** How a candidate does against its baseline. */
export interface Report extends Summary {
  /** All of them, those that are approved too. */
  readonly findings: readonly JudgedFinding[];
  readonly renames: readonly Rename[];
  readonly nextVersion: NextVersion;
}

/**
 * Compares and sums up. Without a baseline there is nobody to break. What is approved at the time given stays
 * among the findings, marked, and does not count for the verdict.
 */
export function judge(
  baseline: ModelSignatures | undefined,
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
  approvals: Approvals = noApprovals,
): Report {
  const all = settingsOf(settings);
  const facts = baseline === undefined ? [] : factsBetween(baseline, candidate);
  const findings = withApprovals(findingsOn(facts, all), approvals);
  const { verdict, mode, transports, counts, approved } = summaryOf(findings, all);
  // Member by member: spreading the summary takes as long as half of the comparison.
  return {
    verdict,
    mode,
    transports,
    counts,
    approved,
    findings,
    renames: renamesAmong(facts),
    nextVersion: nextVersionFor(findings, all),
  };
}

export function summaryOf(findings: readonly JudgedFinding[], settings: Settings): Summary {
  const counts = { error: 0, warning: 0, info: 0, hidden: 0 };
  const approved = { ...counts };
  for (const { level, approval } of findings) (approval === undefined ? counts : approved)[level]++;
  const verdict = counts.error > 0 ? 'incompatible' : counts.warning > 0 ? 'undecided' : 'compatible';
  return { verdict, mode: settings.mode, transports: transportsOf(settings), counts, approved };
}

/** The gate: may a candidate that does so not become a version? */
export function refuses({ mode, verdict }: Pick<Summary, 'mode' | 'verdict'>): boolean {
  return mode !== 'NONE' && verdict === 'incompatible';
}
