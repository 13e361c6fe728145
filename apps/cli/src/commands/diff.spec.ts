import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { run } from '../run';
import { expectGolden } from '../testing/golden';
import { controls, Folder, fraud, hostileModel } from '../testing/models';
import { RecordedTerminal } from '../testing/recorded-terminal';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  folder.remove();
});

async function diff(...words: readonly string[]): Promise<{ code: number; text: string }> {
  const terminal = new RecordedTerminal();
  const code = await run(['diff', ...words], terminal);
  expect(terminal.err.text).toBe('');
  return { code, text: terminal.out.text };
}

it.each([
  ['safe', fraud(1), fraud(2), 0],
  ['breaking', fraud(2), fraud(3), 1],
  ['same', fraud(1), fraud(1), 0],
])('tells a change that is %s', async (name, before, after, expected) => {
  const { code, text } = await diff(before, after, '--transport', 'tensor');
  expectGolden(`diff-${name}.txt`, text);
  expect(code).toBe(expected);
});

it('tells what cannot be decided, and of graphs', async () => {
  const shaped = folder.write('a.pbtxt', model('serve', 'tensor_shape { dim { size: 3 } }'));
  const unshaped = folder.write('b.pbtxt', `${model('serve', '')}${model('tpu', '')}`);
  const { code, text } = await diff(shaped, unshaped);
  expectGolden('diff-undecided.txt', text);
  expect(code).toBe(0);
  expect((await diff(shaped, unshaped, '--strict')).code).toBe(3);
  expect((await diff(shaped, unshaped, '--strict', '--fail-on', 'warning')).code).toBe(1);
});

function model(tag: string, shape: string): string {
  return `meta_graphs { meta_info_def { tags: "${tag}" }
    signature_def { key: "f" value { outputs { key: "y" value { name: "y:0" dtype: DT_FLOAT ${shape} } } } } }`;
}

it('gives the report as JSON', async () => {
  const { code, text } = await diff(fraud(2), fraud(3), '--format=json');
  expect(code).toBe(1);
  expect(JSON.parse(text)).toMatchObject({
    baseline: fraud(2),
    candidate: fraud(3),
    verdict: 'incompatible',
    counts: { error: 4, warning: 0, info: 0 },
    findings: [
      { rule: 'input-dtype-changed', path: '/serve/serving_default/inputs/amount/dtype' },
      {},
      {},
      {},
    ],
  });
});

it('leaves nothing in the names of a model that would do something to a terminal', async () => {
  const before = folder.write('a.pbtxt', hostileModel('x'));
  const after = folder.write('b.pbtxt', hostileModel('y'));
  for (const format of ['text', 'json']) {
    expect((await diff(before, after, '--format', format)).text).not.toMatch(controls);
  }
});

it('judges under the settings that are given', async () => {
  const tensor = ['--transport', 'tensor'];
  expect((await diff(fraud(1), fraud(2))).code).toBe(1);
  expect((await diff(fraud(1), fraud(2), ...tensor)).code).toBe(0);
  expect((await diff(fraud(1), fraud(2), ...tensor, '--mode', 'FORWARD')).code).toBe(1);
  const ignoring = ['--mode', 'FORWARD', '--extra-inputs', 'ignore'];
  expect((await diff(fraud(1), fraud(2), ...tensor, ...ignoring, '--format', 'json')).text).toContain(
    '"info": 1',
  );
  const shaped = folder.write('a.pbtxt', model('serve', 'tensor_shape { dim { size: 3 } }'));
  const unshaped = folder.write('b.pbtxt', model('serve', ''));
  expect((await diff(shaped, unshaped)).code).toBe(0);
  expect((await diff(shaped, unshaped, '--unknown-shapes', 'strict')).code).toBe(1);
});

it('writes reports to files too, whatever is printed', async () => {
  const path = (name: string): string => join(folder.path, name);
  const files = ['--output', `junit=${path('a.xml')}`, '--output', `markdown=${path('b=c.md')}`];
  const { code, text } = await diff(fraud(2), fraud(3), ...files);
  expect(code).toBe(1);
  expectGolden('diff-breaking-over-both.txt', text);
  expect(readFileSync(path('a.xml'), 'utf8')).toMatch(
    /^<\?xml .*\n<testsuites name="sigcat" tests="4" failures="4"/,
  );
  expect(readFileSync(path('b=c.md'), 'utf8')).toContain('### ❌ incompatible: 4 errors');
});

it('takes a report that cannot be written for a mistake in usage', async () => {
  const terminal = new RecordedTerminal();
  const file = join(folder.path, 'no', 'such', 'folder');
  expect(await run(['diff', fraud(1), fraud(1), '--output', `json=${file}`], terminal)).toBe(2);
  expect(terminal.err.text).toContain(`the report cannot be written to ${file}`);
});

it('adds to the summary of a job on GitHub, where there is one', async () => {
  const summary = folder.write('summary.md', 'before\n');
  const github = async (...words: string[]): Promise<string> => {
    const terminal = new RecordedTerminal({ GITHUB_STEP_SUMMARY: summary });
    await run(['diff', fraud(2), fraud(3), ...words], terminal);
    return readFileSync(summary, 'utf8');
  };
  expect(await github()).toBe('before\n');
  expect(await github('--format', 'github')).toMatch(
    /^before\n<!-- sigcat -->\n\n### ❌ incompatible: 4 errors\n/,
  );
});
