import type { Check as CheckAnswer, Report } from '@sigcat/client';
import { type ModelReference, modelText, versionText } from '../model-reference';
import { type Judgement, merged, shown } from './check';

/** What the server says of a candidate that it has taken in, or refused. */
export function judgementOfReport(model: ModelReference, report: Report): Judgement {
  const named = (version: number): string => versionText(model, version);
  return {
    ...report,
    baselines: { names: report.compared_with.map(named), model: modelText(model) },
    findings: shown(report.findings).map((finding) => ({ ...finding, against: finding.against.map(named) })),
    nextVersion: report.next_version,
  };
}

/** What the server says of a candidate that it was asked about. */
export function judgementOfCheck(model: ModelReference, answer: CheckAnswer): Judgement {
  const reports = answer.reports.map((report) => ({
    ...report,
    baseline: versionText(model, report.baseline_version),
  }));
  // The oldest comes first, and a candidate follows the newest.
  const newest = reports.at(-1);
  return {
    ...answer,
    baselines: { names: reports.map(({ baseline }) => baseline), model: modelText(model) },
    findings: shown(merged(reports)),
    renames: newest?.renames ?? [],
    nextVersion: newest?.next_version ?? null,
  };
}
