import { expect, it } from '@jest/globals';
import '@microsoft/jest-sarif';
import type { Log, Result, Run } from 'sarif';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

declare module 'expect' {
  interface Matchers<R extends void | Promise<void>> {
    /** Of `@microsoft/jest-sarif`, which gives it to another `expect` in its types. */
    toBeValidSarifLog(): R;
  }
}

function runIn(text: string): Run {
  const { runs } = JSON.parse(text) as Log;
  const [run] = runs;
  if (!run || runs.length !== 1) throw new Error('there is not one run');
  return run;
}

/** What a viewer shows of a message string: without the escapes that keep it from being a link or an argument. */
function shownText({ text = '' }: Result['message']): string {
  expect(text.replace(/\\[\\[\]]/g, '')).not.toMatch(/[[\]]/);
  expect(text.replace(/\{\{\d+\}\}/g, '')).not.toMatch(/\{\d+\}/);
  return text.replace(/\\([\\[\]])/g, '$1').replace(/\{\{(\d+)\}\}/g, '{$1}');
}

function read(text: string): ReadFinding[] {
  const { results = [] } = runIn(text);
  return results.map(({ ruleId = '', message, suppressions = [] }) => ({
    rule: ruleId,
    text: shownText(message),
    isApproved: suppressions.length > 0,
  }));
}

testFormat('sarif', 'sarif.json', read);

it.each(Object.entries(checks))('is valid by the schema of SARIF 2.1.0: %s', (_, check) => {
  expect(JSON.parse(rendered('sarif', check))).toBeValidSarifLog();
});

it.each(Object.entries(checks))('has what code scanning requires: %s', (_, check) => {
  const run = runIn(rendered('sarif', check));
  const { rules = [] } = run.tool.driver;
  for (const { id, shortDescription, fullDescription, help } of rules) {
    expect([id, shortDescription?.text, fullDescription?.text, help?.text]).not.toContain(undefined);
  }
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const { ruleId, ruleIndex = -1, level, locations = [], partialFingerprints } of run.results ?? []) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(['error', 'warning', 'note']).toContain(level);
    expect(partialFingerprints).toEqual({ 'sigcat/v1': expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(locations).toHaveLength(1);
    const { artifactLocation: { uri = '' } = {}, region } = locations[0]?.physicalLocation ?? {};
    // Only what RFC 3986 has in the path of a relative reference.
    expect(uri).toMatch(/^(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$/);
    expect(region).toEqual({ startLine: 1 });
  }
});

it('describes a rule that only the server knows by its id', () => {
  const [finding] = checks.breaking.findings;
  const check = { ...checks.breaking, findings: finding ? [{ ...finding, rule: 'output-sings' }] : [] };
  expect(runIn(rendered('sarif', check)).tool.driver.rules).toEqual([{ id: 'output-sings' }]);
});
