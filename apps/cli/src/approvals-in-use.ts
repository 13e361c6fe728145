import type { SigcatClient } from '@sigcat/client';
import type { Approvals } from '@sigcat/compat';
import { Problem } from '@sigcat/problems';
import { type ModelReference } from './model-reference';
import type { ReportedFinding } from './report/check';
import { type RepositoryApproval } from './repository-file/approvals';
import { type Terminal } from './terminal';
import { safeText } from './text/safe-text';

/** Those of a repository's approvals that hold now; of others it is said that they do not. */
export function approvalsInUse(
  approvals: readonly RepositoryApproval[] = [],
  { err }: Terminal,
): readonly RepositoryApproval[] {
  return approvals.filter(({ fingerprint, approver, expires }) => {
    if (expires === null || Date.parse(expires) > Date.now()) return true;
    err.write(safeText(`The approval of ${fingerprint} by ${approver} has expired: ${expires}.`) + '\n');
    return false;
  });
}

/** For a comparison that is made here. */
export function approvalsFrom(approvals: readonly RepositoryApproval[]): Approvals {
  return {
    approvals: approvals.map(({ expires, ...approval }) => ({
      ...approval,
      expiresAt: expires === null ? null : new Date(expires),
    })),
    now: new Date(),
  };
}

/** What was found as if they were given, with who gives them and why. */
export function namingApprovers<F extends Approvable>(
  findings: readonly F[],
  approvals: readonly RepositoryApproval[],
): F[] {
  const known = new Map(approvals.map((approval) => [approval.fingerprint, approval]));
  return findings.map((finding) => {
    const ours = known.get(finding.fingerprint);
    if (!ours || !finding.approval) return finding;
    const { approver, reason, expires } = ours;
    return { ...finding, approval: { approver, reason, expires_at: expires } };
  });
}

type Approvable = Pick<ReportedFinding, 'fingerprint' | 'approval'>;

/** Gives the server those that it does not have, so that its gate goes by them too. */
export async function putApprovals(
  client: SigcatClient,
  model: ModelReference,
  approvals: readonly RepositoryApproval[],
): Promise<void> {
  if (approvals.length === 0) return;
  const there = await fingerprintsThere(client, model);
  if (!there) return;
  for (const { fingerprint, approver, reason, expires } of approvals) {
    if (there.has(fingerprint)) continue;
    await client.approve(model, { fingerprint, approver, reason, expires_at: expires });
  }
}

/** Undefined for a model that is not there yet, of which there is nothing to approve. */
async function fingerprintsThere(
  client: SigcatClient,
  model: ModelReference,
): Promise<ReadonlySet<string> | undefined> {
  const fingerprints = new Set<string>();
  try {
    for await (const { fingerprint, expires_at: end } of client.all('listApprovals', {
      params: { ...model },
    })) {
      if (end === null || Date.parse(end) > Date.now()) fingerprints.add(fingerprint);
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'model-not-found') return undefined;
    throw error;
  }
  return fingerprints;
}
