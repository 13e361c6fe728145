import { type ModelSignatures } from '@sigcat/core';
import { compare } from './compare';
import { type Finding } from './finding';
import { type Level, type Transport, transports } from './level';
import { type Mode, type Settings, settingsOf } from './settings';

/** `incompatible` when there is an error, `undecided` when there is a warning and no error. */
export type Verdict = 'compatible' | 'incompatible' | 'undecided';

export type Counts = Readonly<Record<Level, number>>;

/** How a candidate does against its baseline. */
export interface Report {
  readonly verdict: Verdict;
  readonly mode: Mode;
  readonly transports: readonly Transport[];
  readonly findings: readonly Finding[];
  readonly counts: Counts;
}

/** Compares and sums up. Without a baseline there is nobody to break. */
export function judge(
  baseline: ModelSignatures | undefined,
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
): Report {
  const { mode } = settingsOf(settings);
  const findings = baseline === undefined ? [] : compare(baseline, candidate, settings);
  const counts = countByLevel(findings);
  return { verdict: verdictOf(counts), mode, transports, findings, counts };
}

/** The gate: may a candidate with this report not become a version? */
export function refuses({ mode, verdict }: Report): boolean {
  return mode !== 'NONE' && verdict === 'incompatible';
}

function verdictOf({ error, warning }: Counts): Verdict {
  if (error > 0) return 'incompatible';
  return warning > 0 ? 'undecided' : 'compatible';
}

function countByLevel(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0, hidden: 0 };
  for (const { level } of findings) counts[level]++;
  return counts;
}
