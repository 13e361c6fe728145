import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { exitCodeFor } from './diff';
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
  const { code, text } = await diff(before, after);
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

describe('the exit code', () => {
  const counts = { error: 0, warning: 0, info: 0, hidden: 0 };

  it.each([
    ['error', 'never', 0],
    ['error', 'error', 1],
    ['error', 'warning', 1],
    ['error', 'info', 1],
    ['warning', 'error', 0],
    ['warning', 'warning', 1],
    ['info', 'warning', 0],
    ['info', 'info', 1],
    ['hidden', 'info', 0],
  ] as const)('for a finding of level %s with --fail-on %s is %d', (level, failOn, expected) => {
    const report = { verdict: 'compatible' as const, counts: { ...counts, [level]: 1 } };
    expect(exitCodeFor(report, { failOn, strict: false })).toBe(expected);
  });
});
