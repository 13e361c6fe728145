import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { run } from './run';
import { expectGolden } from './testing/golden';
import { controls, Folder, fraud } from './testing/models';
import { RecordedTerminal } from './testing/recorded-terminal';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

it.each([
  ['no command', []],
  ['a command that there is not', ['publish']],
  ['no path', ['show']],
  ['too many paths', ['show', 'a', 'b']],
  ['an option that there is not', ['show', 'a', '--colour']],
  ['a format that there is not', ['show', 'a', '--format', 'yaml']],
  ['a level that there is not', ['diff', 'a', 'b', '--fail-on', 'fatal']],
  ['a label without a value', ['push', 'fraud', 'a', '--label', 'team']],
  ['no model and no repository that names one', ['push', 'export']],
  ['no candidate', ['check']],
  ['a version of another model', ['check', 'fraud', 'other@1']],
  ['a baseline that cannot be meant', ['check', 'fraud', 'a', '--against', 'fraud@2']],
  ['a mode that there is not', ['diff', 'a', 'b', '--mode', 'SIDEWAYS']],
  ['a report in no format', ['diff', 'a', 'b', '--output', 'report.xml']],
  ['a report in a format that there is not', ['diff', 'a', 'b', '--output', 'pdf=report.pdf']],
  ['a rule that there is not', ['explain', 'input-sings']],
  ['an approval without a reason', ['approve', 'fraud', '0123456789abcdef', '--approver', 'ada']],
  [
    'an expiry that is no time',
    ['approve', 'fraud', 'ab', '--approver', 'a', '--reason', 'b', '--expires', 'soon'],
  ],
  ['nothing to search for', ['search']],
  ['a query and a version to search for', ['search', '(x: *)', '--drop-in-for', 'fraud@3']],
  ['a query and the name of one', ['search', '(x: *)', '--saved', 'mine']],
  ['more than the name of a search', ['search', '--saved', 'mine', '--model', 'fraud']],
  ['something to search for that is no version', ['search', '--drop-in-for', 'fraud']],
  ['a relation that there is not', ['search', '(x: *)', '--relation', 'likes']],
  ['a relation to a version', ['search', '--drop-in-for', 'fraud@3', '--relation', 'exact']],
  ['a limit to what is counted', ['search', '(x: *)', '--facets', '--limit', '3']],
  ['a page of what is counted', ['search', '(x: *)', '--facets', '--page', 'abc']],
  ['nothing to be shown', ['search', '(x: *)', '--limit', '0']],
  ['a name with too many parts', ['push', 'a/b/c', 'd']],
  ['a name that is a path', ['push', '../fraud', 'd']],
  ['a server that is no URL', ['push', 'fraud', 'a', '--server', 'localhost:8420']],
  ['a server of another kind', ['push', 'fraud', 'a', '--server', 'ftp://localhost']],
])('with %s it is a mistake in usage', async (_, words) => {
  const terminal = new RecordedTerminal();
  expect(await run(words, terminal)).toBe(2);
  expect(terminal.out.text).toBe('');
  expect(terminal.err.text).not.toBe('');
});

it('takes a SIGCAT_URL that is none for a mistake in usage, and an empty one for none', async () => {
  const terminal = new RecordedTerminal({ SIGCAT_URL: 'nonsense' });
  expect(await run(['push', 'fraud', fraud(1)], terminal)).toBe(2);
  expect(terminal.err.text).toContain('SIGCAT_URL must be a URL');
  const path = join(folder.path, 'gone');
  expect(await run(['push', 'fraud', path], new RecordedTerminal({ SIGCAT_URL: '' }))).toBe(4);
});

it('says of a version that is to be shown where its signatures are', async () => {
  const terminal = new RecordedTerminal();
  expect(await run(['show', 'fraud@production'], terminal)).toBe(2);
  expect(terminal.out.text).toBe('');
  expect(terminal.err.text).toBe(
    'error: show reads files and folders, and there is no "fraud@production"; a server has the signatures of a ' +
      'published version at /api/v1/models/default/fraud/versions/@production/signatures\n' +
      '(sigcat --help tells more)\n',
  );
});

it.each([
  '',
  'show',
  'push',
  'diff',
  'check',
  'search',
  'searches',
  'rules',
  'explain',
  'approve',
  'declare',
  'can-i-deploy',
  'record-deployment',
  'subscribe',
  'subscriptions',
  'deliveries',
])('helps: %s', async (command) => {
  const terminal = new RecordedTerminal();
  expect(await run([...(command === '' ? [] : [command]), '--help'], terminal)).toBe(0);
  expectGolden(`help${command === '' ? '' : `-${command}`}.txt`, terminal.out.text);
});

it('reports a problem with its code, what is wrong, and the way out', async () => {
  const terminal = new RecordedTerminal();
  const path = join(folder.path, 'gone');
  expect(await run(['show', path], terminal)).toBe(4);
  expect(terminal.out.text).toBe('');
  expect(terminal.err.text).toBe(`file-not-found: There is no ${path}.\n  Check the path.\n`);
});

it('gives the problem document too where JSON is asked for', async () => {
  const path = folder.write('text.txt', 'no model');
  for (const format of [['--format', 'json'], ['--format=json']]) {
    const terminal = new RecordedTerminal();
    expect(await run(['show', path, ...format], terminal)).toBe(4);
    expect(JSON.parse(terminal.out.text)).toMatchObject({ code: 'not-a-model', status: 422 });
    expect(terminal.err.text).toMatch(/^not-a-model: /);
  }
});

it('makes an annotation of a problem where those are asked for', async () => {
  const terminal = new RecordedTerminal();
  const path = join(folder.path, 'gone\n::warning::');
  expect(await run(['diff', path, path, '--format', 'github'], terminal)).toBe(4);
  expect(terminal.out.text).toBe(
    `::error title=file-not-found::There is no ${folder.path}/gone\\n::warning::. Check the path.\n`,
  );
});

it('leaves nothing in a path that would do something to a terminal', async () => {
  for (const words of [['show'], ['push', 'fraud'], ['show', '--format', 'json']]) {
    const terminal = new RecordedTerminal();
    await run([...words, join(folder.path, 'a\u001b[2Kb\u202e')], terminal);
    expect(terminal.err.text).toContain(String.raw`a\u001b[2Kb\u202e`);
    expect(terminal.err.text + terminal.out.text).not.toMatch(controls);
  }
});

it('takes a path that is there before a version of that name', async () => {
  const path = join(folder.path, 'fraud@3');
  mkdirSync(path);
  const terminal = new RecordedTerminal({ SIGCAT_URL: 'http://127.0.0.1:1' });
  const before = process.cwd();
  process.chdir(folder.path);
  try {
    expect(await run(['diff', 'fraud@3', 'fraud@3'], terminal)).toBe(4);
    expect(terminal.err.text).toMatch(/^archive-without-model: /);
    expect(await run(['diff', './fraud@4', 'fraud@3'], new RecordedTerminal())).toBe(4);
    expect(await run(['show', 'fraud@3'], new RecordedTerminal())).toBe(4);
    const unreachable = new RecordedTerminal({ SIGCAT_URL: 'http://127.0.0.1:1' });
    expect(await run(['diff', 'fraud@4', 'fraud@4'], unreachable)).toBe(4);
    expect(unreachable.err.text).toMatch(/^server-unreachable: http:\/\/127.0.0.1:1 does not answer/);
  } finally {
    process.chdir(before);
  }
});
