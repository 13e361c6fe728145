import { type Finding } from './finding';
import { type Counts, type Report } from './report';

/** A report as JSON, the same in the API and the CLI. */
export interface ReportJson {
  readonly verdict: Report['verdict'];
  readonly mode: Report['mode'];
  readonly transports: Report['transports'];
  readonly counts: Counts;
  readonly findings: readonly FindingJson[];
}

export interface FindingJson {
  readonly rule: string;
  readonly level: Finding['level'];
  readonly path: string;
  readonly tag_set: readonly string[] | null;
  readonly signature_key: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly message: string;
  readonly fingerprint: string;
}

export function reportToJson({ verdict, mode, transports, counts, findings }: Report): ReportJson {
  return { verdict, mode, transports, counts, findings: findings.map(findingToJson) };
}

function findingToJson({ tagSet, signatureKey, ...finding }: Finding): FindingJson {
  return {
    rule: finding.rule,
    level: finding.level,
    path: finding.path,
    tag_set: tagSet,
    signature_key: signatureKey,
    before: finding.before,
    after: finding.after,
    message: finding.message,
    fingerprint: finding.fingerprint,
  };
}
