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
  const found = new Map<string, { finding: FindingJson; readonly against: number[] }>();
  for (const [report, versions] of versionsByReport(reports)) {
    for (const finding of reportToJson(report).findings) {
      const known = found.get(finding.fingerprint);
      if (known === undefined) {
        found.set(finding.fingerprint, { finding, against: [...versions] });
      } else {
        if (seriousness(finding) < seriousness(known.finding)) known.finding = finding;
        for (const version of versions) known.against.push(version);
      }
    }
  }
  return [...found.values()]
    .map(({ finding, against }) => ({ ...finding, against: against.sort((a, b) => a - b) }))
    .sort((a, b) => seriousness(a) - seriousness(b));
}

function versionsByReport(reports: HistoryReport['reports']): Map<Report, number[]> {
  const versions = new Map<Report, number[]>();
  for (const { version, report } of reports) {
    const known = versions.get(report);
    if (known === undefined) versions.set(report, [version]);
    else known.push(version);
  }
  return versions;
}

function seriousness({ level }: FindingJson): number {
  return levels.indexOf(level);
}
