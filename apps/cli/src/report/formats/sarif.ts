import { findRule } from '@sigcat/compat';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import { safeJson, safeText } from '../../text/safe-text';
import { version } from '../../version';
import { type Check, type CheckedFinding } from '../check';
import { type ReportFormat } from '../format';
import { approvalText, changeText, detailTexts, placeText } from '../wording';

/** SARIF 2.1.0, for code scanning and viewers of static analysis: what GitHub requires of it is there. */
export const sarif: ReportFormat = {
  render(check) {
    const findings = check.findings;
    const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
    const log: Log = {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Sigcat', semanticVersion: version, rules: rules.map(descriptorOf) } },
          // What keeps the results of several candidates apart.
          automationDetails: { id: `sigcat/${uriOf(check)}/` },
          results: findings.map((finding) => resultOf(finding, rules.indexOf(finding.rule), check)),
        },
      ],
    };
    return `${safeJson(log)}\n`;
  },
};

/** The server may be newer and have rules that are not known here. */
function descriptorOf(id: string): ReportingDescriptor {
  const rule = findRule(id);
  if (!rule) return { id: safeText(id) };
  return {
    id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
  };
}

function resultOf(finding: CheckedFinding, ruleIndex: number, check: Check): Result {
  const { level, rule, path, message, fingerprint, counterexample } = finding;
  const excuse = approvalText(finding);
  const text = [
    `${placeText(finding)}: ${safeText(message)}`,
    changeText(finding),
    ...detailTexts(finding, check),
  ].join('\n');
  return {
    ruleId: safeText(rule),
    ruleIndex,
    level: level === 'error' || level === 'warning' ? level : 'note',
    message: { text: messageString(text) },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(check) }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: safeText(path) }],
      },
    ],
    partialFingerprints: { 'sigcat/v1': fingerprint },
    ...(counterexample && { properties: { counterexample } }),
    ...(excuse !== undefined && {
      suppressions: [{ kind: 'external' as const, status: 'accepted' as const, justification: excuse }],
    }),
  };
}

function uriOf({ place }: Check): string {
  return safeText(place).split('/').map(encodeURIComponent).join('/');
}

/** Brackets would begin a link, and a number in braces would stand for an argument. */
function messageString(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&').replace(/\{(\d+)\}/g, '{{$1}}');
}
