import { safeText } from '../../text/safe-text';
import { type Check, type CheckedFinding } from '../check';
import { callsOf } from '../counterexample';
import { type ReportFormat } from '../format';
import { failsFor } from '../threshold';
import { reasonText } from '../reason';
import { approvalText, changeText, detailTexts, fingerprintTexts, placeText, subjectText } from '../wording';
import { type Element, printXml } from '../xml';

/**
 * For whatever shows the results of tests: each finding is a test, which fails where the command fails for it and is
 * skipped where it is approved. Where nothing is found there is one test that passes, as an empty suite counts as a
 * mistake in many places.
 */
export const junit: ReportFormat = {
  render(check) {
    const findings = check.findings;
    const counts = {
      tests: Math.max(findings.length, 1),
      failures: findings.filter((finding) => failsFor(finding, check)).length,
      errors: 0,
    };
    const skipped = findings.filter(({ approval }) => approval).length;
    const suite: Element = {
      name: 'testsuite',
      attributes: { name: subjectText(check), ...counts, skipped },
      content: [
        { name: 'properties', content: [property('verdict', check.verdict), property('mode', check.mode)] },
        ...(findings.length === 0 ? [passed] : findings.map((finding) => testCase(finding, check))),
        { name: 'system-out', content: reasonText(check) },
      ],
    };
    return printXml({ name: 'testsuites', attributes: { name: 'sigcat', ...counts }, content: [suite] });
  },
};

const passed: Element = { name: 'testcase', attributes: { classname: 'model', name: 'signatures' } };

function property(name: string, value: string): Element {
  return { name: 'property', attributes: { name, value } };
}

function testCase(finding: CheckedFinding, check: Check): Element {
  const name = safeText(`${finding.rule} ${finding.path}`.trim());
  return {
    name: 'testcase',
    attributes: { classname: placeText(finding), name },
    content: outcome(finding, check),
  };
}

function outcome(finding: CheckedFinding, check: Check): readonly Element[] {
  const { level, rule } = finding;
  const message = safeText(finding.message);
  const bodies = callsOf(finding).flatMap((call) => call.bodies);
  const lines = [
    `${level}: ${message}`,
    changeText(finding),
    ...detailTexts(finding, check),
    ...fingerprintTexts(finding),
    ...bodies.map(({ title, text }) => `${title}: ${safeText(text)}`),
  ];
  const told = { name: 'system-out', content: lines.join('\n') };
  const excuse = approvalText(finding);
  if (excuse !== undefined) return [{ name: 'skipped', attributes: { message: excuse } }, told];
  if (!failsFor(finding, check)) return [told];
  return [{ ...told, name: 'failure', attributes: { type: safeText(rule), message } }];
}
