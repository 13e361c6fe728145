import { expect, it } from '@jest/globals';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

/** What GitLab documents for a Code Quality report, and requires of every entry. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issues = (text: string): Issue[] => JSON.parse(text) as Issue[];

function read(text: string): ReadFinding[] {
  return issues(text).map(({ check_name: rule, description }) => ({
    rule,
    text: description,
    isApproved: / Approved by ada .*until /.test(description),
  }));
}

testFormat('gitlab', 'gitlab.json', read);

it.each(Object.entries(checks))('has what GitLab requires: %s', (_, check) => {
  const found = issues(rendered('gitlab', check));
  for (const { location, severity, ...texts } of found) {
    expect(location).toEqual({ path: expect.any(String), lines: { begin: 1 } });
    expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
    expect(texts).toEqual({
      description: expect.stringMatching(/./),
      check_name: expect.stringMatching(/./),
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }
  expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
});

it('tells the findings of candidates apart that are in one report', () => {
  const other = { ...checks.breaking, place: 'export/other' };
  expect(issues(rendered('gitlab', other))[0]?.fingerprint).not.toBe(
    issues(rendered('gitlab', checks.breaking))[0]?.fingerprint,
  );
});

it('counts what is approved as information', () => {
  expect(issues(rendered('gitlab', checks.breaking)).map(({ severity }) => severity)).toEqual([
    'critical',
    'critical',
    'critical',
    'info',
  ]);
});
