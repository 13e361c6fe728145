import { linesOf } from '../../text/lines';
import { safeText } from '../../text/safe-text';
import { type Check, type CheckedFinding } from '../check';
import { type ReportFormat } from '../format';
import { reasonText } from '../reason';
import { changeText, detailTexts, fingerprintTexts, headlineText, placeText } from '../wording';
import { type Annotation, plainLine, workflowCommand } from '../workflow-command';

/**
 * For the log of GitHub Actions: every finding becomes an annotation of the change. GitHub shows ten of a kind for
 * each step, and the most serious come first.
 */
export const github: ReportFormat = {
  render(check) {
    return linesOf(
      plainLine(headlineText(check)),
      ...check.findings.map((finding) => annotation(finding, check)),
      plainLine(reasonText(check)),
    );
  },
};

function annotation(finding: CheckedFinding, check: Check): string {
  const { level, rule, message, approval } = finding;
  const kind: Annotation = approval || (level !== 'error' && level !== 'warning') ? 'notice' : level;
  const title = `${safeText(rule)}${approval ? ', approved' : ''}`;
  const lines = [
    `${placeText(finding)}: ${safeText(message)}`,
    changeText(finding),
    ...detailTexts(finding, check),
    ...fingerprintTexts(finding),
  ];
  return workflowCommand(kind, { title, file: safeText(check.place) }, lines.join('\n'));
}
