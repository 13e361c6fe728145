import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Answer, type Api } from './harness/api';
import { type Outcome, Workplace } from './harness/command-line';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let server: OwnSigcat;
let api: Api;
let workplace: Workplace;

/** A model that takes rows of so many features. */
const features = (count: number | string): Uint8Array =>
  savedModel(`f(x: float32[?,${count}]) -> (y: float32[?])`);

beforeAll(async () => {
  server = await startOwnSigcat();
  api = server.api;
  const params = { namespace: 'default', model: 'fraud' };
  await api.ask('putModelConfig', { params, body: { mode: 'NONE' } });
  for (const count of [3, 4, 5]) expect((await api.publish('fraud', features(count))).status).toBe(201);
  await api.ask('deleteModelConfig', { params });
  const alias = { ...params, alias: 'production' };
  await api.ask('putAlias', { params: alias, body: { version: 1 } });
});

afterAll(async () => {
  await server.end();
});

beforeEach(() => {
  workplace = new Workplace({ SIGCAT_URL: server.url });
  for (const count of [3, 5, 6]) workplace.write(`export/${count}/saved_model.pb`, features(count));
});

afterEach(() => {
  workplace.remove();
});

async function check(...words: readonly string[]): Promise<Outcome> {
  const outcome = await workplace.sigcat(['check', ...words]);
  expect(outcome.err).toBe('');
  return outcome;
}

async function versions(): Promise<number> {
  const { json } = await api.ask('listVersions', { params: { namespace: 'default', model: 'fraud' } });
  return json.items.length;
}

describe('check', () => {
  it('says what would come of publishing, and publishes nothing', async () => {
    const { code, out } = await check('fraud', 'export/6');
    expect(out.replace(/[0-9a-f]{16}/, 'FINGERPRINT')).toBe(`incompatible: 1 error

f
  error    input-dim-changed  FINGERPRINT
           5 -> 6
           Axis 1 of input x takes the size 6, was 5.
           Counterexample: f(x: float32[1,5])

Next semantic version: major

Callers of fraud@3 can break: Axis 1 of input x takes the size 6, was 5.
`);
    expect(code).toBe(1);
    expect(await versions()).toBe(3);
    expect((await check('fraud', 'export/5')).code).toBe(0);
    expect((await check('fraud', 'export/5/saved_model.pb')).code).toBe(0);
  });

  it.each([
    [['fraud', 'export/5'], [3], 0],
    [['fraud', 'export/5', '--against', 'latest'], [3], 0],
    [['fraud', 'export/5', '--against', '@production'], [1], 1],
    [['default/fraud', 'export/3', '--against', '1'], [1], 0],
    [['fraud', 'export/5', '--against', 'all'], [1, 2, 3], 1],
    [['fraud', 'export/5', '--mode', 'FULL_TRANSITIVE'], [1, 2, 3], 1],
    [['fraud@2'], [1], 1],
    [['fraud', 'fraud@latest', '--against', '@production'], [1], 1],
    [['fraud@production', '--against', '3'], [3], 1],
  ])('takes %j for a comparison with %j', async (words, compared, expected) => {
    const { code, out } = await check(...words, '--format', 'json');
    const { reports } = JSON.parse(out) as { reports: { baseline_version: number }[] };
    expect(reports.map(({ baseline_version: version }) => version)).toEqual(compared);
    expect(code).toBe(expected);
  });

  it('says of a model that is not there which may be meant', async () => {
    const { code, out, err } = await workplace.sigcat(['check', 'fraude', 'export/5']);
    expect(out).toBe('');
    expect(err).toContain('There is no model default/fraude. Did you mean default/fraud?');
    expect(code).toBe(4);
  });

  it('says of a model that is new that it is the first', async () => {
    const { code, out } = await check('spam', 'export/5', '--new');
    expect(code).toBe(0);
    expect(out).toBe(
      'compatible: no differences\n\nIt is the first version of spam: there is nobody to break.\n',
    );
  });

  it('judges under the settings that are given', async () => {
    workplace.write('wider/saved_model.pb', savedModel('f(x: float64[?,5]) -> (y: float32[?])'));
    expect((await check('fraud', 'wider')).code).toBe(1);
    expect((await check('fraud', 'wider', '--transport', 'json')).code).toBe(0);
    workplace.write('open/saved_model.pb', savedModel('f(x: float32[?,5]) -> (y: float32[...])'));
    expect((await check('fraud', 'open')).code).toBe(0);
    expect((await check('fraud', 'open', '--strict')).code).toBe(3);
    expect((await check('fraud', 'open', '--fail-on', 'warning')).code).toBe(1);
    expect((await check('fraud', 'open', '--unknown-shapes', 'strict')).code).toBe(1);
  });

  it('writes the same report in every format at once', async () => {
    const formats = ['json', 'junit', 'github', 'gitlab', 'markdown', 'sarif'];
    const outputs = formats.flatMap((format) => ['--output', `${format}=reports.${format}`]);
    const { code, out } = await check('fraud', 'export/6', ...outputs);
    expect(code).toBe(1);
    expect(out).toMatch(/^incompatible: 1 error\n/);
    for (const format of formats) expect(workplace.read(`reports.${format}`)).toContain('input-dim-changed');
  });

  it('knows from the repository what is checked, and where', async () => {
    workplace.write(
      'models/fraud/.sigcat.yaml',
      `server: ${server.url}\nmodel: fraud\nagainst: '@production'\n`,
    );
    workplace.write('models/fraud/export/saved_model.pb', features(3));
    const env = { SIGCAT_URL: '' };
    const words = ['check', 'export', '--format', 'gitlab', '--fail-on', 'never'];
    expect(await workplace.sigcat(words, 'models/fraud', env)).toEqual({ code: 0, out: '[]\n', err: '' });
    const { out } = await workplace.sigcat([...words, '--against', 'latest'], 'models/fraud', env);
    expect(JSON.parse(out)).toMatchObject([{ location: { path: 'models/fraud/export' } }]);
    workplace.write('models/fraud/new/saved_model.pb', features(6));
    const pushed = await workplace.sigcat(['push', 'new', '--dry-run'], 'models/fraud', env);
    expect(pushed.out).toMatch(/^incompatible: fraud@4 would be refused/);
  });

  it.each([
    [['spam', 'export/5', '--against', 'latest'], 'model-not-found'],
    [['fraud', 'export/5', '--against', '@nowhere'], 'alias-not-found'],
    [['fraud@9'], 'version-not-found'],
    [['fraud', 'export'], 'archive-with-several-models'],
    [['fraud', 'nothing'], 'file-not-found'],
  ])('reports that %j cannot be done: %s', async (words, problem) => {
    const { code, out, err } = await workplace.sigcat(['check', ...words]);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toMatch(new RegExp(`^${problem}: `));
  });
});

describe('approve', () => {
  it('takes a finding out of the verdict and leaves it in the report', async () => {
    const { out } = await check('fraud', 'export/6');
    const [, fingerprint = ''] = /input-dim-changed {2}([0-9a-f]{16})/.exec(out) ?? [];
    const words = ['--approver', 'ada', '--reason', 'Nobody calls it yet.', '--expires', '2099-12-31'];
    expect(await workplace.sigcat(['approve', 'fraud', fingerprint, ...words])).toEqual({
      code: 0,
      out: `${fingerprint} of fraud is approved by ada until 2099-12-31T23:59:59.000Z\n`,
      err: '',
    });
    const approved = await check('fraud', 'export/6');
    expect(approved.code).toBe(0);
    expect(approved.out).toMatch(/^compatible: 1 approved\n/);
    expect(approved.out).toContain('error    input-dim-changed, approved\n');
    expect(approved.out).toContain('Approved by ada until 2099-12-31: Nobody calls it yet.\n');
  });

  it('is what the repository says too, for a check, a comparison and in the end the gate', async () => {
    await api.publish('trusted', features(3));
    const approvalsOfTrusted = async (): Promise<readonly unknown[]> => {
      const params = { namespace: 'default', model: 'trusted' };
      return (await api.ask('listApprovals', { params })).json.items;
    };
    const { out } = await check('trusted', 'export/5', '--format', 'json');
    const answer = JSON.parse(out) as Answer<'checkCompatibility'>['json'];
    const fingerprints = answer.reports.flatMap(({ findings }) =>
      findings.filter(({ level }) => level === 'error').map(({ fingerprint }) => fingerprint),
    );
    expect(fingerprints).not.toEqual([]);
    const approvals = fingerprints.map((fingerprint) => ({
      fingerprint,
      approver: 'ada',
      reason: 'All have moved.',
    }));
    workplace.write('.sigcat.yaml', Buffer.from(JSON.stringify({ approvals })));
    const approved = await check('trusted', 'export/5');
    expect(approved.code).toBe(0);
    expect(approved.out).toContain('Approved by ada: All have moved.\n');
    const compared = await workplace.sigcat(['diff', 'export/3', 'export/5']);
    expect(compared.code).toBe(0);
    expect(compared.out).toContain('Approved by ada: All have moved.\n');
    const rehearsed = await workplace.sigcat(['push', 'trusted', 'export/5', '--dry-run']);
    expect(rehearsed.code).toBe(0);
    expect(rehearsed.out).toContain('Approved by ada: All have moved.\n');
    expect(await approvalsOfTrusted()).toEqual([]);
    expect((await workplace.sigcat(['push', 'trusted', 'export/5'])).code).toBe(0);
    const given = await approvalsOfTrusted();
    for (const fingerprint of fingerprints) {
      expect(given).toContainEqual(expect.objectContaining({ fingerprint, approver: 'ada' }));
    }
  });

  it.each([
    [['zzz'], '16 digits'],
    [['0123456789abcdef', '--expires', '2026-02-31'], 'a day such as'],
    [['0123456789abcdef', '--expires', '2020-02-03'], 'over already'],
  ])('is refused as %j', async (words, reason) => {
    const { code, err } = await workplace.sigcat([
      ...['approve', 'fraud', ...words],
      ...['--approver', 'ada', '--reason', 'so'],
    ]);
    expect(code).toBe(2);
    expect(err).toContain(reason);
  });

  it('reports what the server does not take', async () => {
    const words = ['approve', 'fraud', '0123456789abcdef', '--approver', ' ', '--reason', 'so'];
    const { code, err } = await workplace.sigcat(words);
    expect(code).toBe(4);
    expect(err).toMatch(/^invalid-request: /);
  });
});

describe('a file that is called something else than it is', () => {
  it.each(['push', 'check'])('is refused before it is sent, by %s', async (command) => {
    workplace.write('model.onnx', features(3));
    const { code, err } = await workplace.sigcat([command, 'misnamed', 'model.onnx']);
    expect(code).toBe(4);
    expect(err).toMatch(
      /^format-mismatch: model.onnx should be an ONNX model, but it is a TensorFlow SavedModel/,
    );
  });
});

describe('the rules', () => {
  it('are those of the server', async () => {
    const { out } = await workplace.sigcat(['rules', '--format', 'json']);
    expect(JSON.parse(out)).toEqual((await api.ask('listRules')).json);
  });

  it('are explained as by the server', async () => {
    const { out } = await workplace.sigcat(['explain', 'input-renamed', '--format', 'json']);
    const { json } = await api.ask('getRule', { params: { id: 'input-renamed' } });
    expect(JSON.parse(out)).toEqual(json);
  });
});
