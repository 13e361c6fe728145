import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { run } from '../run';
import { Folder, fraud } from '../testing/models';
import { RecordedTerminal } from '../testing/recorded-terminal';

let folder: Folder;
const before = process.cwd();
beforeEach(() => {
  folder = new Folder();
  process.chdir(folder.path);
});
afterEach(() => {
  process.chdir(before);
  folder.remove();
});

async function outcome(
  words: readonly string[],
  env = {},
): Promise<{ code: number; out: string; err: string }> {
  const terminal = new RecordedTerminal(env);
  const code = await run(words, terminal);
  return { code, out: terminal.out.text, err: terminal.err.text };
}

it('is what options are that are not given', async () => {
  const diff = ['diff', fraud(1), fraud(2)];
  expect((await outcome(diff)).code).toBe(1);
  folder.write('.sigcat.yaml', 'transport: tensor\nfail_on: info\n');
  const { code, out } = await outcome(diff);
  expect(code).toBe(1);
  expect(out).toMatch(/^compatible: 2 info\n/);
  expect((await outcome([...diff, '--fail-on', 'error'])).code).toBe(0);
  expect((await outcome([...diff, '--transport', 'both', '--fail-on', 'error'])).code).toBe(1);
});

it('can be strict, and be told not to be', async () => {
  const model = (shape: string): string =>
    `meta_graphs { meta_info_def { tags: "serve" } signature_def { key: "f" value {
      outputs { key: "y" value { name: "y:0" dtype: DT_FLOAT ${shape} } } } } }`;
  folder.write('a.pbtxt', model('tensor_shape { dim { size: 3 } }'));
  folder.write('b.pbtxt', model(''));
  folder.write('.sigcat.yaml', 'strict: true\n');
  expect((await outcome(['diff', 'a.pbtxt', 'b.pbtxt'])).code).toBe(3);
  expect((await outcome(['diff', 'a.pbtxt', 'b.pbtxt', '--no-strict'])).code).toBe(0);
});

it('names the server, unless the environment or an option does', async () => {
  folder.write('.sigcat.yaml', 'server: http://127.0.0.1:1\nmodel: fraud\n');
  const asked = /^server-unreachable: (http:\/\/127\.0\.0\.1:\d) does not answer/;
  const server = async (words: readonly string[], env = {}): Promise<string | undefined> =>
    asked.exec((await outcome(['check', fraud(1), ...words], env)).err)?.[1];
  expect(await server([])).toBe('http://127.0.0.1:1');
  expect(await server([], { SIGCAT_URL: '' })).toBe('http://127.0.0.1:1');
  expect(await server([], { SIGCAT_URL: 'http://127.0.0.1:2' })).toBe('http://127.0.0.1:2');
  expect(await server(['--server', 'http://127.0.0.1:3'])).toBe('http://127.0.0.1:3');
});

it('is refused with the place of a mistake, by commands that it is for', async () => {
  const path = folder.write('.sigcat.yaml', 'model: fraud\nmodes: FULL\n');
  expect(await outcome(['push', fraud(1)])).toMatchObject({
    code: 2,
    err: expect.stringContaining(`${path}:2:1: there is no key "modes"`),
  });
  expect((await outcome(['show', fraud(1)])).code).toBe(0);
  expect((await outcome(['rules'])).code).toBe(0);
});
