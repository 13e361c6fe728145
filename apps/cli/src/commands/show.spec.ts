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

async function show(path: string, options: readonly string[] = [], width = 100): Promise<string> {
  const terminal = new RecordedTerminal({}, { width });
  expect(await run(['show', path, ...options], terminal)).toBe(0);
  expect(terminal.err.text).toBe('');
  return terminal.out.text;
}

it('shows a signature on one line where there is room', async () => {
  expectGolden('show-wide.txt', await show(fraud(1)));
});

it('shows a long signature over several lines, and its defaults', async () => {
  expectGolden('show-narrow.txt', await show(fraud(2), [], 60));
});

it('shows several graphs, and a graph without signatures', async () => {
  const path = folder.write(
    'saved_model.pbtxt',
    `meta_graphs { meta_info_def { tags: "serve" tags: "gpu" tensorflow_version: "2.3.0" }
       signature_def { key: "f" value { outputs { key: "y" value { name: "y:0" dtype: DT_FLOAT } } } } }
     meta_graphs { meta_info_def { tags: "train" } }`,
  );
  expectGolden('show-graphs.txt', await show(path));
});

it('gives the document of the API as JSON, with what else the model says of itself', async () => {
  expectGolden('show.json', await show(fraud(1), ['--format', 'json']));
});

it('leaves nothing in the names of a model that would do something to a terminal', async () => {
  const path = folder.write('saved_model.pbtxt', hostileModel());
  for (const width of [80, 10_000]) {
    const text = await show(path, [], width);
    expect(text).not.toMatch(controls);
    if (width === 80) expectGolden('show-hostile.txt', text);
  }
  const json = await show(path, ['--format', 'json']);
  expect(json).not.toMatch(controls);
  expect(JSON.parse(json)).toMatchObject({
    graphs: [{ signatures: [{ key: 'key\u001b[2K\u001b[31m\u009bH\u202e\u2028\n' }] }],
  });
});

it('is in colour on a terminal only', async () => {
  const terminal = new RecordedTerminal({}, { isTerminal: true });
  await run(['show', fraud(1)], terminal);
  expect(terminal.out.text).toContain('\u001b[1mserving_default\u001b[22m(');
});
