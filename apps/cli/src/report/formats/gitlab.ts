import { digestOf } from '@sigcat/core';
import { safeJson, safeText } from '../../text/safe-text';
import { type Check, type CheckedFinding } from '../check';
import { type ReportFormat } from '../format';
import { approvalText, counterexampleTexts, fingerprintTexts, placeText } from '../wording';

/** An entry of what GitLab calls a Code Quality report: what its documentation requires. */
interface CodeQualityIssue {
  readonly description: string;
  readonly check_name: string;
  /** Unique in the report, and the same as long as the finding is. */
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** For the widget of a GitLab merge request, as the artifact `reports: codequality`. */
export const gitlab: ReportFormat = {
  render: (check) => `${safeJson(check.findings.map((finding) => issueOf(finding, check)))}\n`,
};

function issueOf(finding: CheckedFinding, { place }: Check): CodeQualityIssue {
  const excuse = approvalText(finding);
  const message = `${placeText(finding)}: ${safeText(finding.message)}`;
  return {
    description: [
      message,
      ...counterexampleTexts(finding),
      ...fingerprintTexts(finding).map((text) => `${text}.`),
      excuse,
    ]
      .filter((text) => text !== undefined)
      .join(' '),
    check_name: safeText(finding.rule),
    // The reports of several candidates may be put together.
    fingerprint: digestOf(JSON.stringify([place, finding.fingerprint])).slice('sha-256:'.length),
    severity: severityOf(finding),
    location: { path: safeText(place), lines: { begin: 1 } },
  };
}

function severityOf({ level, approval }: CheckedFinding): CodeQualityIssue['severity'] {
  if (approval) return 'info';
  return level === 'error' ? 'critical' : level === 'warning' ? 'minor' : 'info';
}
