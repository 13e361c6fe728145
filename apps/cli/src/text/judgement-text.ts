import { bySignature } from '../report/by-signature';
import { type CheckedFinding, type Judgement } from '../report/check';
import { reasonText } from '../report/reason';
import { adviceTexts, changeText, detailTexts, fingerprintOf } from '../report/wording';
import { type Colours } from '../terminal';
import { safeText } from './safe-text';

const margin = ' '.repeat(11);

/** The verdict in the colour of how serious it is. */
export function verdictText(verdict: Judgement['verdict'], colours: Colours): string {
  const style = { compatible: colours.green, undecided: colours.yellow, incompatible: colours.red };
  return colours.bold(style[verdict](verdict));
}

/** What was found by signature, what to do about it and, in the last line, why the verdict is what it is. */
export function judgementText(judgement: Judgement, colours: Colours): string[] {
  const { nextVersion } = judgement;
  const hints = [
    ...adviceTexts(judgement).map((advice) => `Advice: ${advice}`),
    ...(nextVersion ? [`Next semantic version: ${nextVersion}`] : []),
  ];
  return [
    ...bySignature(judgement.findings).flatMap(([place, members]) => [
      '',
      colours.bold(place),
      ...members.flatMap((finding) => findingText(finding, judgement, colours)),
    ]),
    ...(hints.length === 0 ? [] : ['', ...hints]),
    '',
    reasonText(judgement),
  ];
}

function findingText(finding: CheckedFinding, judgement: Judgement, colours: Colours): string[] {
  const { level, rule, message, approval } = finding;
  const styles = { error: colours.red, warning: colours.yellow, info: colours.cyan, hidden: colours.dim };
  const style = approval ? colours.dim : styles[level];
  const fingerprint = fingerprintOf(finding);
  const title = [
    style(level.padEnd(7)),
    safeText(rule) + (approval ? ', approved' : ''),
    ...(fingerprint === undefined ? [] : [colours.dim(fingerprint)]),
  ];
  return [
    `  ${title.join('  ')}`,
    ...[changeText(finding), colours.dim(safeText(message)), ...detailTexts(finding, judgement)].map(
      (line) => `${margin}${line}`,
    ),
  ];
}
