import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Workplace } from './harness/command-line';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let server: OwnSigcat;
let workplace: Workplace;

const modelOf = (classes: number): Uint8Array =>
  savedModel(`serving_default(amount: float32[?,1]) -> (score: float32[?,${classes}], reason: string[?,1])`);

beforeAll(async () => {
  server = await startOwnSigcat();
  const { api } = server;
  const fraud = { namespace: 'default', model: 'fraud' };
  await api.ask('putModelConfig', { params: fraud, body: { mode: 'NONE' } });
  for (const classes of [1, 2]) await api.publish('fraud', modelOf(classes));
  await api.ask('putAlias', { params: { ...fraud, alias: 'production' }, body: { version: 1 } });
});

afterAll(async () => {
  await server.end();
});

beforeEach(() => {
  workplace = new Workplace({ SIGCAT_URL: server.url });
});

afterEach(() => {
  workplace.remove();
});

const declaration = (signature: string): string => `# What checkout sends and reads.
consumer: checkout
version: 2.4.0
requires:
  - model: fraud
    version: "@production"
    transport: tensor
    signature: ${JSON.stringify(signature)}
`;

describe('a consumer', () => {
  it('declares itself by a file, and hears whether a version can come', async () => {
    workplace.write('sigcat.consumer.yaml', declaration('serving_default(amount: *) -> (score: *)'));
    expect(await workplace.sigcat(['declare'])).toEqual({
      code: 0,
      err: '',
      out: 'checkout declares 1 use in production, revision 1\n',
    });
    const { code, out } = await workplace.sigcat(['can-i-deploy', 'fraud@2', '--to', 'production']);
    expect(out).toBe(`no: fraud@2 would break somebody in production

consumer  version  model          signature        works with  would get  verdict
checkout  2.4.0    default/fraud  serving_default  1           2          incompatible

checkout, serving_default over tensor
  error    output-dim-changed
           1 -> 2
           Axis 1 of output score has the size 2, was 1.
           Counterexample over tensor: serving_default(amount: float32[1,1]) -> (reason: string[1,1], score: float32[1,2])

checkout: Axis 1 of output score has the size 2, was 1.
`);
    expect(code).toBe(1);
    const today = await workplace.sigcat(['can-i-deploy', '--consumer', 'checkout', '--to', 'production']);
    expect(today).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^yes: checkout can come to production\n/),
    });
    expect(await workplace.sigcat(['record-deployment', 'fraud@2', '--to', 'production'])).toMatchObject({
      code: 0,
      out: 'fraud@2 is in production\n',
    });
    const then = await workplace.sigcat(['can-i-deploy', '--consumer', 'checkout', '--to', 'production']);
    expect(then.code).toBe(1);
    const nobody = await workplace.sigcat(['can-i-deploy', 'fraud@2', '--to', 'lab', '--format', 'json']);
    expect(nobody.code).toBe(3);
    expect(JSON.parse(nobody.out)).toMatchObject({ answer: 'unknown', consumers: [] });
  });

  it('may write versions as YAML takes for numbers', async () => {
    const said = declaration('serving_default(amount: *) -> (score: *)');
    workplace.write('numbers.yaml', said.replace('2.4.0', '2.10').replace('"@production"', '1'));
    const words = ['declare', '-f', 'numbers.yaml', '--environment', 'numbers', '--format', 'json'];
    const { out } = await workplace.sigcat(words);
    expect(JSON.parse(out)).toMatchObject({ version: '2.10', requires: [{ version: 1 }] });
  });

  it('is told what it has declared wrongly', async () => {
    workplace.write('mine.yaml', declaration('serving_default(amount: *) -> (scores: *)'));
    const { code, err } = await workplace.sigcat(['declare', '-f', 'mine.yaml', '--environment', 'staging']);
    expect(code).toBe(4);
    expect(err).toContain('requirement-not-met');
    expect(err).toContain('There is no output scores, only reason, score.');
  });

  it.each([
    ['no file', [], 'cannot be read'],
    ['no consumer', ['-f', 'nobody.yaml'], 'must say whose declaration it is'],
    ['no YAML', ['-f', 'broken.yaml'], 'broken.yaml:2:1:'],
  ])('makes a mistake in usage with %s', async (_, words, message) => {
    workplace.write('nobody.yaml', 'requires: []\n');
    workplace.write('broken.yaml', 'consumer: [\n');
    const { code, err } = await workplace.sigcat(['declare', ...words]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it.each([
    ['nothing', []],
    ['a version and a consumer', ['fraud@2', '--consumer', 'checkout']],
    ['a model without a version', ['fraud']],
  ])('asks a mistaken question with %s', async (_, words) => {
    expect((await workplace.sigcat(['can-i-deploy', ...words, '--to', 'production'])).code).toBe(2);
  });
});
