import { expect, it } from '@jest/globals';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

/** A finding begins two columns from the left; what belongs to it, eleven. */
function read(text: string): ReadFinding[] {
  const findings: { rule: string; text: string; isApproved: boolean }[] = [];
  for (const line of text.split('\n')) {
    const [, rule = '', approved] =
      /^ {2}(?:error|warning|info) +(\S+?)(, approved)?(?: {2}\w+)?$/.exec(line) ?? [];
    const last = findings.at(-1);
    if (rule !== '') findings.push({ rule, text: '', isApproved: approved !== undefined });
    else if (last && line.startsWith(' '.repeat(11))) last.text += `${line}\n`;
  }
  return findings;
}

testFormat('text', 'txt', read, [
  'first',
  'same',
  'breaking',
  'approved',
  'undecided',
  'several',
  'lenient',
  'rollback',
]);

it('has the verdict in the first line and the reason in the last', () => {
  const lines = rendered('text', checks.breaking).trimEnd().split('\n');
  expect(lines[0]).toBe('incompatible: 3 errors, 1 approved');
  expect(lines.at(-1)).toBe(
    'Callers of fraud@2 can break: Input amount takes int64, was float32, and 2 more.',
  );
});

it('is in colour on a terminal', () => {
  expect(rendered('text', checks.breaking, true)).toContain('\u001b[31mincompatible\u001b[39m');
});
