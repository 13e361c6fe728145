import {
  type FindingJson,
  type HistoryReport,
  historyReportToJson,
  levels,
  refuses,
  type Report,
  reportToJson,
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
export function reportAnswer(history: HistoryReport, { candidate, baseline }: Compared): Made<typeof report> {
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
    findings: distinctFindings(reports),
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
): Made<typeof check> {
  return {
    namespace,
    model,
    candidate_version: version,
    candidate_digest: digest,
    settings: settingsAnswer(settings),
    refused: refuses(history),
    ...historyReportToJson(history),
  };
}

type FindingAgainst = FindingJson & { readonly against: readonly number[] };

/** Each finding once, as serious as it is anywhere, with the versions that it was found against. */
function distinctFindings(reports: HistoryReport['reports']): FindingAgainst[] {
  const versions = new Map<Report, number[]>();
  for (const { version, report: one } of reports) versions.set(one, [...(versions.get(one) ?? []), version]);
  const found = new Map<string, FindingAgainst>();
  for (const [one, against] of versions) {
    for (const finding of reportToJson(one).findings) {
      const known = found.get(finding.fingerprint);
      found.set(finding.fingerprint, {
        ...(known && seriousness(known) <= seriousness(finding) ? known : finding),
        against: [...(known?.against ?? []), ...against].sort((a, b) => a - b),
      });
    }
  }
  return [...found.values()].sort((a, b) => seriousness(a) - seriousness(b));
}

function seriousness({ level }: FindingJson): number {
  return levels.indexOf(level);
}
