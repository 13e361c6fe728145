import {
  type Counterexamples,
  type FindingJson,
  findingToJson,
  type HistoryReport,
  historyReportToJson,
  levels,
  refuses,
  type Settings,
} from '@sigcat/compat';
import { type check, type report } from './compatibility';
import { settingsAnswer } from './config';
import { type Made } from './made';

/** The versions that a report is about. */
export interface Compared {
  readonly candidate: number;
  /** One of those that the candidate was judged against; null where there were none. */
  readonly baseline: number | null;
}

/** A report as it is stored and shown: what is found against several versions stands there once. */
export function reportAnswer(
  history: HistoryReport,
  counterexamples: Counterexamples,
  { candidate, baseline }: Compared,
): Made<typeof report> {
  const { verdict, mode, transports, counts, approved, offending, reports } = history;
  const onBaseline = reports.find(({ version }) => version === baseline)?.report;
  return {
    verdict,
    mode,
    transports,
    counts,
    approved,
    baseline_version: baseline,
    candidate_version: candidate,
    compared_with: reports.map(({ version }) => version),
    offending,
    next_version: onBaseline?.nextVersion ?? null,
    renames: onBaseline?.renames ?? [],
    findings: history.distinct
      .map(({ finding, against }) => ({ ...findingToJson(finding, counterexamples), against }))
      .sort((a, b) => seriousness(a) - seriousness(b)),
  };
}

/** What a check is about. */
export interface Checked {
  readonly namespace: string;
  readonly model: string;
  /** Null for bytes that are no version. */
  readonly version: number | null;
  /** Of the artifact. */
  readonly digest: string;
}

export function checkAnswer(
  { namespace, model, version, digest }: Checked,
  settings: Settings,
  history: HistoryReport,
  counterexamples: Counterexamples,
): Made<typeof check> {
  return {
    namespace,
    model,
    candidate_version: version,
    candidate_digest: digest,
    settings: settingsAnswer(settings),
    refused: refuses(history),
    ...historyReportToJson(history, counterexamples),
  };
}

function seriousness({ level }: FindingJson): number {
  return levels.indexOf(level);
}
