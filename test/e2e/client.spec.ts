import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SigcatClient } from '@sigcat/client';
import {
  createProgram,
  flattenDiagnosticMessageText,
  getPreEmitDiagnostics,
  ModuleKind,
  ScriptTarget,
} from 'typescript';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

const workspace = join(__dirname, '../..');
const readme = readFileSync(join(workspace, 'libs/client/README.md'), 'utf8');

let sigcat: OwnSigcat;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
});

afterAll(async () => {
  await sigcat.end();
});

describe('the lines of its README', () => {
  const lines = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sigcat-example-'));
    symlinkSync(join(workspace, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'example.mjs'), lines);
    const exported = (name: string, notation: string): void => {
      mkdirSync(join(folder, 'export', name), { recursive: true });
      writeFileSync(join(folder, 'export', name, 'saved_model.pb'), savedModel(notation));
    };
    exported('1', 'serving_default(amount: float32[?,1]) -> (score: float32[?,1])');
    exported('2', 'serving_default(amount: int64[?,1]) -> (score: float32[?,1])');
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are understood by a TypeScript that is strict', () => {
    const file = join(folder, 'example.mts');
    writeFileSync(file, lines);
    const program = createProgram([file], {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      module: ModuleKind.NodeNext,
      target: ScriptTarget.ES2023,
      types: ['node'],
      typeRoots: [join(workspace, 'node_modules/@types')],
    });
    const mistakes = getPreEmitDiagnostics(program).map(({ messageText }) =>
      flattenDiagnosticMessageText(messageText, '\n'),
    );
    expect(mistakes).toEqual([]);
  });

  it('are ten, and publish, check and search', async () => {
    expect(lines.split('\n').filter((line) => line !== '')).toHaveLength(10);
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['example.mjs'], {
      cwd: folder,
      env: { PATH, SIGCAT_URL: sigcat.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    await once(child, 'close');
    expect(out.split('\n')).toEqual([
      'published as version 1',
      'incompatible Input amount takes int64, was float32.',
      'serving_default(amount: float32[?,1]) -> (score: float32[?,1]) payments fraud',
      '',
    ]);
    expect(child.exitCode).toBe(0);
  });
});

describe('the client', () => {
  it('goes through lists, gets many versions, moves aliases and tells problems', async () => {
    const client = new SigcatClient(sigcat.url);
    const sent: number[] = [];
    for (let i = 0; i < 5; i++) {
      const body = savedModel(`f(x: int64[${i + 1}]) -> ()`);
      const onProgress = (bytes: number): number => sent.push(bytes - body.length);
      await client.publish({ namespace: 'listed', model: `m${i}` }, { body, onProgress });
    }
    expect(sent).toEqual([0, 0, 0, 0, 0]);

    const names: string[] = [];
    const query = { page_size: 2 };
    const listed = client.all('listModelsOfNamespace', { params: { namespace: 'listed' }, query });
    for await (const { model, latest_version } of listed) names.push(`${model}@${latest_version ?? ''}`);
    expect(names).toEqual(['m0@1', 'm1@1', 'm2@1', 'm3@1', 'm4@1']);

    const versions = ['listed/m3@latest', 'listed/m9@1'];
    const { items } = await client.ask('batchGetVersions', { body: { versions } });
    expect(items).toMatchObject([{ version: { model: 'm3' } }, { problem: { code: 'model-not-found' } }]);

    const params = { namespace: 'listed', model: 'm0', alias: 'live' };
    const moved = await client.ask('putAlias', { params, body: { version: 1 } });
    expect(moved.previous_version).toBeNull();
    await expect(client.ask('deleteAlias', { params })).resolves.toBeUndefined();
    await expect(client.ask('getModel', { params: { namespace: 'x', model: 'y' } })).rejects.toMatchObject({
      code: 'model-not-found',
      status: 404,
    });
  });
});
