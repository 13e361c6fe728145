import { type ModelSignatures, signatureDigest } from '@sigcat/core';
import { type Approvals, type JudgedFinding, noApprovals } from './approval';
import { fingerprintOf } from './finding';
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
  const known = new Map<string, Report>();
  const reports = predecessors.map(({ version, signatures }) => {
    const form = modelForm(signatures);
    const report = known.get(form) ?? judge(signatures, candidate, settings, approvals);
    known.set(form, report);
    return { version, report };
  });
  const distinct = new Map<string, JudgedFinding>();
  for (const { findings } of known.values()) {
    for (const finding of findings) {
      const fingerprint = fingerprintOf(finding);
      const level = distinct.get(fingerprint)?.level ?? 'hidden';
      if (compareLevels(finding.level, level) <= 0) distinct.set(fingerprint, finding);
    }
  }
  return {
    ...summaryOf([...distinct.values()], settingsOf(settings)),
    offending: reports
      .filter(({ report }) => report.verdict === 'incompatible')
      .map(({ version }) => version),
    reports,
  };
}

/** One text for models that no caller can tell apart. */
function modelForm({ format, graphs }: ModelSignatures): string {
  return JSON.stringify([
    format,
    graphs.map(({ tagSet, signatures }) => [
      tagSet,
      signatures.map(({ key, methodName, signature }) => [key, methodName, signatureDigest(signature)]),
    ]),
  ]);
}
