import { expect, it } from '@jest/globals';
import { safeText } from '../../text/safe-text';
import { checks } from '../../testing/checks';
import { type ReadFinding, rendered, testFormat } from '../../testing/format-suite';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What the runner of GitHub Actions takes a line of the log for: it knows two ways to write a command. */
function commandIn(line: string): Command | undefined {
  const [, name = '', given = '', data = ''] = /^\s*::(\w+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
  if (name !== '') {
    const properties = given.split(',').map((pair) => {
      const [key = '', value = ''] = pair.split(/=(.*)/);
      return [key, unescape(value).replaceAll('%3A', ':').replaceAll('%2C', ',')] as const;
    });
    return { name, properties: Object.fromEntries(properties), data: unescape(data) };
  }
  const [, old = '', rest = ''] = /##\[(\w+)[^\]]*\](.*)$/.exec(line) ?? [];
  return old === '' ? undefined : { name: old, properties: {}, data: rest };
}

function unescape(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

function commands(text: string): Command[] {
  return text.split('\n').flatMap((line) => commandIn(line) ?? []);
}

function read(text: string): ReadFinding[] {
  return commands(text).map(({ properties, data }) => {
    const [rule = '', approved] = (properties['title'] ?? '').split(', ');
    return { rule, text: data, isApproved: approved === 'approved' };
  });
}

testFormat('github', 'github.txt', read);

it('makes annotations of the level of the finding, and notices of what is approved', () => {
  const kinds = (text: string): string[] => commands(text).map(({ name }) => name);
  expect(kinds(rendered('github', checks.breaking))).toEqual(['error', 'error', 'error', 'notice']);
  expect(kinds(rendered('github', checks.undecided))).toEqual(['warning', 'warning', 'notice']);
});

it('puts them where the candidate is', () => {
  for (const check of [checks.breaking, checks.hostile]) {
    for (const { properties } of commands(rendered('github', check))) {
      expect(properties['file']).toBe(safeText(check.place));
    }
  }
});
