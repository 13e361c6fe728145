import { type Finding, fingerprintOf } from './finding';

/** Somebody has looked at a finding and takes the responsibility for it. */
export interface Approval {
  /** Of the finding: the approval holds for this rule, path, before and after only. */
  readonly fingerprint: string;
  readonly approver: string;
  readonly reason: string;
  /** From then on it holds no more; null where it holds for good. */
  readonly expiresAt: Date | null;
}

/** The approvals that there are, and the time to judge them by. */
export interface Approvals {
  readonly approvals: readonly Approval[];
  readonly now: Date;
}

export const noApprovals: Approvals = { approvals: [], now: new Date(0) };

/**
 * The same, and the findings of these fingerprints as if somebody had approved them for good. Approvals of theirs that do
 * hold for good go before.
 */
export function asIfApproved({ approvals, now }: Approvals, fingerprints: readonly string[]): Approvals {
  const assumed = fingerprints.map((fingerprint) => ({
    fingerprint,
    approver: 'not yet given',
    reason: 'It is taken for approved in this request alone.',
    expiresAt: null,
  }));
  return { approvals: [...assumed, ...approvals], now };
}

/** A finding in a report. An approved one stands there like the others, but does not count. */
export interface JudgedFinding extends Finding {
  readonly approval?: Approval;
}

/** The findings, those approved with the approval that holds, of several the one that holds longest. */
export function withApprovals(
  findings: readonly Finding[],
  { approvals, now }: Approvals,
): readonly JudgedFinding[] {
  if (approvals.length === 0) return findings;
  const holding = approvals.filter((one) => endOf(one) > now.getTime()).sort((a, b) => endOf(a) - endOf(b));
  const byFingerprint = new Map(holding.map((approval) => [approval.fingerprint, approval]));
  return findings.map((finding) => {
    const approval = byFingerprint.get(fingerprintOf(finding));
    return approval === undefined ? finding : { ...finding, approval };
  });
}

function endOf({ expiresAt }: Approval): number {
  return expiresAt?.getTime() ?? Infinity;
}
