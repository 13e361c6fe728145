import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Report } from '@sigcat/client';
import { expectGolden } from './testing/golden';
import { fraud } from './testing/models';
import { type Outcome, type Server, sigcat, startServer } from './testing/sigcat-process';

jest.setTimeout(60_000);

let server: Server;
beforeAll(async () => {
  server = await startServer();
  // Over JSON an input or an output more is seen by callers.
  await put('/api/v1/config', { transport: 'tensor' });
  for (const version of [1, 2] as const) {
    await sigcat(['push', 'fraud', fraud(version), '--label', `export=${version}`], {
      SIGCAT_URL: server.url,
    });
  }
  await put('/api/v1/models/default/fraud/aliases/production', { version: 1 });
});
afterAll(async () => {
  await server.stop();
});

function run(...words: readonly string[]): Promise<Outcome> {
  return sigcat(words, { SIGCAT_URL: server.url });
}

async function put(path: string, body: object): Promise<void> {
  const response = await fetch(`${server.url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBeLessThan(300);
}

/** What is printed, without what is another one every time. */
function expectOutput(name: string, { code, out, err }: Outcome, expected: number): void {
  expectGolden(name, out.replaceAll(server.url, 'http://SERVER'));
  expect({ code, err }).toEqual({ code: expected, err: '' });
}

describe('push', () => {
  it('publishes a first version, a safe one, and not one that breaks callers', async () => {
    expectOutput('push-first.txt', await run('push', 'payments/fraud', fraud(1)), 0);
    expectOutput('push-safe.txt', await run('push', 'payments/fraud', fraud(2)), 0);
    expectOutput('push-refused.txt', await run('push', 'payments/fraud', fraud(3)), 1);
  });

  it('finds what is there already, as a folder makes the same archive every time', async () => {
    expectOutput('push-existing.txt', await run('push', 'fraud', fraud(1)), 0);
    const { code, err } = await run('push', 'fraud', fraud(1), '--if-exists', 'fail');
    expect(code).toBe(4);
    expect(err).toMatch(/^version-exists: default\/fraud@1 has the same bytes\.\n/);
  });

  it('rehearses', async () => {
    expectOutput('push-rehearsed.txt', await run('push', 'rehearsed', fraud(1), '--dry-run'), 0);
    expectOutput('push-rehearsed-refusal.txt', await run('push', 'fraud', fraud(3), '--dry-run'), 1);
    expectOutput('push-rehearsed-existing.txt', await run('push', 'fraud', fraud(1), '--dry-run'), 0);
    expect((await fetch(`${server.url}/api/v1/models/default/rehearsed`)).status).toBe(404);
  });

  it('gives labels to the version', async () => {
    const response = await fetch(`${server.url}/api/v1/models/default/fraud/versions/2`);
    expect(await response.json()).toMatchObject({ labels: { export: '2' }, packaging: 'tar' });
  });

  it('publishes in spite of findings where the mode of the model says so', async () => {
    await run('push', 'loose', fraud(1));
    await put('/api/v1/config/default/loose', { mode: 'NONE' });
    expectOutput('push-in-spite.txt', await run('push', 'loose', fraud(3)), 0);
  });

  it('sends a file as it is', async () => {
    const { code, out } = await run('push', 'single', `${fraud(1)}/saved_model.pb`, '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'created',
      address: `${server.url}/api/v1/models/default/single/versions/1`,
      packaging: 'file',
      main_file: '',
      report: { findings: [] },
    });
  });

  it('gives the problem of a refusal as JSON', async () => {
    const { code, out, err } = await run('push', 'fraud', fraud(3), '--format', 'json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      code: 'signature-incompatible',
      findings: [{ level: 'error' }, { level: 'error' }, { level: 'error' }, { level: 'error' }],
    });
  });

  it('reports what the server says of an artifact', async () => {
    const { code, err, out } = await run('push', 'other', `${fraud(1)}/variables/variables.index`);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(/^not-a-model: .*\n {2}Send a model in a supported format\.\n$/);
  });
});

describe('diff', () => {
  const tensor = ['--transport', 'tensor'];
  const safe = readFileSync(join(__dirname, '__golden__/diff-safe.txt'), 'utf8').split('\n').slice(0, 8);

  it.each([
    ['fraud@1', 'fraud@latest'],
    ['fraud@production', 'fraud@2'],
    ['default/fraud@@production', fraud(2)],
    [fraud(1), 'fraud@2'],
  ])('of %s and %s is that of the folders they come from', async (before, after) => {
    const { code, out } = await run('diff', before, after, ...tensor);
    expect({ code, lines: out.split('\n').slice(0, 8) }).toEqual({ code: 0, lines: safe });
  });

  it('calls the callers by the version they call', async () => {
    expectOutput(
      'diff-versions.txt',
      await run('diff', 'fraud@@production', 'fraud@2', '--transport', 'both'),
      1,
    );
  });

  it('of two versions goes by what the server has for their model', async () => {
    await put('/api/v1/config/default/lenient', { mode: 'NONE' });
    for (const version of [2, 3] as const) await run('push', 'lenient', fraud(version));
    const errors = async (...words: readonly string[]): Promise<unknown> => {
      const { code, out } = await run('diff', 'lenient@1', 'lenient@2', '--format', 'json', ...words);
      const { mode, counts, approved, findings } = JSON.parse(out) as Report;
      const [finding] = findings;
      return { code, mode, open: counts.error, approved: approved.error, fingerprint: finding?.fingerprint };
    };
    const fingerprint = expect.stringMatching(/^[0-9a-f]{16}$/) as unknown;
    const found = await errors();
    expect(found).toEqual({ code: 0, mode: 'NONE', open: 4, approved: 0, fingerprint });
    const strict = await errors('--mode', 'BACKWARD');
    expect(strict).toEqual({ code: 1, mode: 'BACKWARD', open: 4, approved: 0, fingerprint });

    const words = ['--approver', 'ada', '--reason', 'the callers know'];
    await run('approve', 'lenient', (found as { fingerprint: string }).fingerprint, ...words);
    expect(await errors('--mode', 'BACKWARD')).toMatchObject({ code: 1, open: 3, approved: 1 });
  });

  it('ends with 1 where callers would break', async () => {
    const diff = ['diff', 'fraud@latest', fraud(3), ...tensor];
    expect((await run(...diff)).code).toBe(1);
    expect((await run(...diff, '--fail-on', 'never')).code).toBe(0);
  });

  it.each([
    ['fraud@9', 'version-not-found'],
    ['fraud@nowhere', 'alias-not-found'],
    ['nothing@1', 'model-not-found'],
  ])('with %s reports %s', async (reference, problem) => {
    const { code, out, err } = await run('diff', reference, 'fraud@1');
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(new RegExp(`^${problem}: `));
  });

  it('takes the server of --server before that of SIGCAT_URL', async () => {
    const words = ['diff', 'fraud@1', 'fraud@1', '--server', server.url];
    expect((await sigcat(words, { SIGCAT_URL: 'http://127.0.0.1:1' })).code).toBe(0);
  });
});
