import { expect, it } from '@jest/globals';
import { merged, type ReportedFinding, shown } from '../check';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

interface Document {
  readonly reports: readonly { readonly baseline: string; readonly findings: readonly ReportedFinding[] }[];
}

function read(text: string): ReadFinding[] {
  const { reports } = JSON.parse(text) as Document;
  return shown(merged(reports)).map(({ rule, approval, message }) => ({
    rule,
    // For programs a name is what it is.
    text: JSON.stringify(message).slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\'),
    isApproved: approval !== undefined,
  }));
}

testFormat('json', 'json', read);

it('is the document, names and all', () => {
  expect(JSON.parse(rendered('json', checks.hostile))).toEqual(checks.hostile.document);
});
