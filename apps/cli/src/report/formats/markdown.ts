import { safeText } from '../../text/safe-text';
import { bySignature } from '../by-signature';
import { type Check, type CheckedFinding } from '../check';
import { callsOf, whyUnproved } from '../counterexample';
import { type ReportFormat } from '../format';
import { codeBlock, codeSpan, markdownText } from '../markdown-text';
import { reasonText } from '../reason';
import { adviceTexts, againstText, approvalText, fingerprintOf, headlineText, subjectText } from '../wording';

/** By which a job finds its own comment again, to write it anew. */
const marker = '<!-- sigcat -->';

const signs = { compatible: '✅', undecided: '⚠️', incompatible: '❌' } as const;

/** GitHub takes no comment of more than 65,536 characters. */
const maxLength = 60_000;

/** For people who look at a pull request: a comment for GitHub and GitLab. */
export const markdown: ReportFormat = {
  render(check) {
    const head = [
      marker,
      '',
      `### ${signs[check.verdict]} ${headlineText(check)}`,
      '',
      codeSpan(subjectText(check)),
      '',
    ];
    const foot = [
      ...adviceTexts(check).flatMap((advice) => [markdownText(advice), '']),
      ...(check.nextVersion ? [`Next semantic version: **${check.nextVersion}**`, ''] : []),
      markdownText(reasonText(check)),
      '',
    ];
    return [...head, ...findingsWithin(maxLength, check), ...foot].join('\n');
  },
};

/** The findings that there is room for, and how many there are besides. */
function findingsWithin(length: number, check: Check): string[] {
  const findings = check.findings;
  const blocks = bySignature(findings).flatMap(([place, members]) =>
    members.map((finding, index) => [
      ...(index === 0 ? [`#### ${codeSpan(place)}`, ''] : []),
      ...findingLines(finding, check),
    ]),
  );
  let room = length;
  const end = blocks.findIndex((block) => (room -= block.join('\n').length) < 0);
  if (end === -1) return blocks.flat();
  return [...blocks.slice(0, end).flat(), `And ${blocks.length - end} more.`, ''];
}

function findingLines(finding: CheckedFinding, check: Check): string[] {
  const { level, rule, message, approval } = finding;
  const fingerprint = fingerprintOf(finding);
  const notes = [againstText(finding, check), approvalText(finding)]
    .filter((note) => note !== undefined)
    .map(markdownText);
  if (fingerprint !== undefined) notes.push(`Fingerprint: ${codeSpan(fingerprint)}`);
  return [
    `- **${level}${approval ? ', approved' : ''}** ${codeSpan(safeText(rule))}: ${markdownText(safeText(message))}`,
    ...indented([
      '',
      ...codeBlock('diff', changeLines(finding)),
      '',
      ...notes.flatMap((note) => [note, '']),
      ...counterexampleLines(finding),
    ]),
  ];
}

function changeLines({ before, after }: CheckedFinding): string[] {
  return [
    ...(before === null ? [] : [`- ${safeText(before)}`]),
    ...(after === null ? [] : [`+ ${safeText(after)}`]),
  ];
}

function counterexampleLines(finding: CheckedFinding): string[] {
  const why = whyUnproved(finding);
  if (why !== undefined) return [markdownText(safeText(`No counterexample: ${why}.`)), ''];
  return callsOf(finding).flatMap(({ title, notation, bodies }) => [
    `<details><summary>${title}</summary>`,
    '',
    ...codeBlock('', [safeText(notation)]),
    '',
    ...bodies.flatMap(({ title: protocol, text }) => [
      `${protocol}:`,
      '',
      ...codeBlock('json', [safeText(text)]),
      '',
    ]),
    '</details>',
    '',
  ]);
}

/** As a part of the item of a list. */
function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
