import { type ModelSignatures, signatureDigest } from '@sigcat/core';
import { type Approvals, type JudgedFinding, noApprovals } from './approval';
import { identityOf } from './finding';
import { compareLevels } from './level';
import { judge, type Report, type Summary, summaryOf } from './report';
import { type Settings, settingsOf } from './settings';

/** A version that was published before. */
export interface Predecessor {
  readonly version: number;
  readonly signatures: ModelSignatures;
}

/** How a candidate does against several versions. */
export interface HistoryReport extends Summary {
  /** Versions that the candidate is incompatible with, in the order given. */
  readonly offending: readonly number[];
  /** A report for each version, in the order given. */
  readonly reports: readonly VersionReport[];
  /** Each finding once, in the order in which they were met first. */
  readonly distinct: readonly DistinctFinding[];
}

export interface VersionReport {
  readonly version: number;
  readonly report: Report;
}

/** What is found against several versions, as serious as it is against any of them. */
export interface DistinctFinding {
  readonly finding: JudgedFinding;
  /** The report that the finding stands in, and the latest version that it is the report on. */
  readonly foundIn: VersionReport;
  /** All versions that it was found against, the lowest first. */
  readonly against: readonly number[];
}

/**
 * Judges the candidate against each of the versions and reports all that is found, not only the first break. Which
 * versions they are is the caller's choice: all that were published and not deleted for a transitive mode, else the
 * baseline alone. What is found against several versions counts once. Versions that no caller can tell apart are
 * compared once.
 */
export function judgeAll(
  predecessors: readonly Predecessor[],
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
  approvals: Approvals = noApprovals,
): HistoryReport {
  const all = settingsOf(settings);
  const byForm = new Map<string, Report>();
  const byModel = new Map<ModelSignatures, Report>();
  const reports = predecessors.map(({ version, signatures }) => {
    let report = byModel.get(signatures);
    if (report === undefined) {
      const form = modelForm(signatures);
      report = byForm.get(form) ?? judge(signatures, candidate, all, approvals);
      byForm.set(form, report);
      byModel.set(signatures, report);
    }
    return { version, report };
  });
  const distinct = distinctFindings(reports);
  return {
    ...summaryOf(
      distinct.map(({ finding }) => finding),
      all,
    ),
    offending: reports
      .filter(({ report }) => report.verdict === 'incompatible')
      .map(({ version }) => version),
    reports,
    distinct,
  };
}

function distinctFindings(reports: readonly VersionReport[]): DistinctFinding[] {
  const versions = new Map<Report, number[]>();
  for (const { version, report } of reports) {
    const same = versions.get(report);
    if (same === undefined) versions.set(report, [version]);
    else same.push(version);
  }
  const distinct = new Map<string, DistinctFinding & { readonly against: number[] }>();
  for (const [report, of] of versions) {
    const foundIn = { version: of.at(-1) ?? 0, report };
    for (const finding of report.findings) {
      const identity = identityOf(finding);
      const other = distinct.get(identity);
      const against = other?.against ?? [];
      for (const version of of) against.push(version);
      const isMilder = other !== undefined && compareLevels(finding.level, other.finding.level) > 0;
      if (!isMilder) distinct.set(identity, { finding, foundIn, against });
    }
  }
  for (const { against } of distinct.values()) against.sort((a, b) => a - b);
  return [...distinct.values()];
}

/** One text for models that no caller can tell apart. */
function modelForm({ format, graphs }: ModelSignatures): string {
  let form = JSON.stringify(format);
  for (const { tagSet, signatures } of graphs) {
    form += JSON.stringify(tagSet);
    for (const { key, methodName, signature } of signatures) {
      form += JSON.stringify(key) + JSON.stringify(methodName) + signatureDigest(signature);
    }
  }
  return form;
}
