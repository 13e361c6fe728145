import { type Approval, type JudgedFinding } from './approval';
import { type CounterexampleJson, type Counterexamples, noCounterexamples } from './counterexample';
import { fingerprintOf } from './finding';
import { type HistoryReport } from './history';
import { type NextVersion } from './next-version';
import { type LevelTable } from './policy';
import { type Rename } from './rename';
import { type Counts, type Report, type Summary } from './report';

export interface SummaryJson {
  readonly verdict: Summary['verdict'];
  readonly mode: Summary['mode'];
  readonly transports: Summary['transports'];
  readonly counts: Counts;
  readonly approved: Counts;
}

/** A report as JSON, the same in the API and the CLI. */
export interface ReportJson extends SummaryJson {
  readonly next_version: NextVersion;
  readonly renames: readonly Rename[];
  readonly findings: readonly FindingJson[];
}

export interface HistoryReportJson extends SummaryJson {
  readonly offending: readonly number[];
  readonly reports: readonly (ReportJson & { readonly baseline_version: number })[];
}

export interface FindingJson {
  readonly rule: string;
  readonly level: JudgedFinding['level'];
  readonly levels: LevelTable;
  readonly path: string;
  readonly tag_set: readonly string[] | null;
  readonly signature_key: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly message: string;
  /** What an approval of the finding is bound to. */
  readonly fingerprint: string;
  /** There where the finding is approved, and so does not count. */
  readonly approval?: ApprovalJson;
  /** There where the finding is an error and calls were sought that prove it. */
  readonly counterexample?: CounterexampleJson;
}

export interface ApprovalJson {
  readonly approver: string;
  readonly reason: string;
  /** RFC 3339; null where it holds for good. */
  readonly expires_at: string | null;
}

export function reportToJson(
  report: Report,
  counterexamples: Counterexamples = noCounterexamples,
): ReportJson {
  const { verdict, mode, transports, counts, approved } = report;
  // Member by member: there may be a thousand of them, and spreading takes longer than all the rest.
  return {
    verdict,
    mode,
    transports,
    counts,
    approved,
    next_version: report.nextVersion,
    renames: report.renames,
    findings: report.findings.map((finding) => findingToJson(finding, counterexamples)),
  };
}

export function historyReportToJson(
  report: HistoryReport,
  counterexamples: Counterexamples = noCounterexamples,
): HistoryReportJson {
  // Versions that no caller can tell apart have one report between them.
  const known = new Map<Report, ReportJson>();
  const toJson = (one: Report): ReportJson => {
    const json = known.get(one) ?? reportToJson(one, counterexamples);
    known.set(one, json);
    return json;
  };
  const { verdict, mode, transports, counts, approved } = report;
  return {
    verdict,
    mode,
    transports,
    counts,
    approved,
    offending: report.offending,
    reports: report.reports.map((one) => ({ baseline_version: one.version, ...toJson(one.report) })),
  };
}

export function findingToJson(
  finding: JudgedFinding,
  counterexamples: Counterexamples = noCounterexamples,
): FindingJson {
  const counterexample = counterexamples.get(finding);
  return {
    rule: finding.rule,
    level: finding.level,
    levels: finding.levels,
    path: finding.path,
    tag_set: finding.tagSet,
    signature_key: finding.signatureKey,
    before: finding.before,
    after: finding.after,
    message: finding.message,
    fingerprint: fingerprintOf(finding),
    ...(finding.approval && { approval: approvalToJson(finding.approval) }),
    ...(counterexample && { counterexample }),
  };
}

function approvalToJson({ approver, reason, expiresAt }: Approval): ApprovalJson {
  return { approver, reason, expires_at: expiresAt?.toISOString() ?? null };
}
