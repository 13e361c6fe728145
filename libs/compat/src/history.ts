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
  readonly reports: readonly { readonly version: number; readonly report: Report }[];
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
  const distinct = new Map<string, JudgedFinding>();
  for (const { findings } of byForm.values()) {
    for (const finding of findings) {
      const identity = identityOf(finding);
      const level = distinct.get(identity)?.level ?? 'hidden';
      if (compareLevels(finding.level, level) <= 0) distinct.set(identity, finding);
    }
  }
  return {
    ...summaryOf([...distinct.values()], all),
    offending: reports
      .filter(({ report }) => report.verdict === 'incompatible')
      .map(({ version }) => version),
    reports,
  };
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
