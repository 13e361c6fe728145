import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Api } from './harness/api';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';
import { removeDataDir, startSigcat } from './harness/sigcat-process';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
  const modes = { params: { namespace: 'shop' }, body: { mode: 'NONE' } };
  expect((await api.ask('putNamespaceConfig', modes)).status).toBeLessThan(300);
  for (const version of [first, harmless, breaking]) await api.publish('shop/fraud', version);
});

afterAll(async () => {
  await sigcat.end();
});

const inputs = 'amount: float32[?,1], country: string[?,1]';
const first = savedModel(
  `serving_default(${inputs}) -> (score: float32[?,1], reason: string[?,1], debug: int64[?])`,
);
/** Without an output that hardly anybody reads. */
const harmless = savedModel(`serving_default(${inputs}) -> (score: float32[?,1], reason: string[?,1])`);
/** The score has two classes. */
const breaking = savedModel(`serving_default(${inputs}) -> (score: float32[?,2], reason: string[?,1])`);

const fraud = { namespace: 'shop', model: 'fraud' };
const scores = {
  model: 'shop/fraud',
  version: '1',
  transport: 'tensor',
  signature: 'serving_default(amount: *, country: *) -> (score: *)',
};
const reasons = {
  ...scores,
  signature: 'serving_default',
  inputs: ['amount', 'country'],
  outputs: ['reason'],
};

const declare = (consumer: string, body: object): Promise<Answer<'putConsumer'>> =>
  api.ask('putConsumer', { params: { consumer }, body });

const canIDeploy = async (query: Record<string, string>): Promise<Answer<'canIDeploy'>['json']> => {
  const { status, json } = await api.ask('canIDeploy', { query });
  expect(status).toBe(200);
  return json;
};

describe('a consumer', () => {
  it('declares what it uses, in the notation or as JSON, and is told it again', async () => {
    const body = {
      version: '2.4.0',
      environment: 'staging',
      requires: [
        scores,
        {
          ...scores,
          signature: 'serving_default',
          inputs: [{ name: 'amount', dtype: 'float32', shape: [-1, 1] }, 'country: string[8,1]'],
          outputs: ['score'],
        },
      ],
    };
    expect(await declare('checkout', body)).toMatchObject({ status: 200, json: { ...body, revision: 1 } });
    expect(await declare('checkout', { ...body, version: '2.5.0' })).toMatchObject({ json: { revision: 2 } });
    await declare('checkout', { ...body, environment: 'test', requires: [scores] });
    const got = await api.ask('getConsumer', { params: { consumer: 'checkout' } });
    expect(got.json.items).toMatchObject([
      { environment: 'staging', version: '2.5.0', revision: 2, ...{ requires: body.requires } },
      { environment: 'test', revision: 1 },
    ]);
    const history = await api.ask('listDeclarations', { params: { consumer: 'checkout' } });
    expect(history.json.items.map(({ version, environment }) => `${version} ${environment}`)).toEqual([
      '2.4.0 test',
      '2.5.0 staging',
      '2.4.0 staging',
    ]);
    const listed = await api.ask('listConsumers', { query: { environment: 'staging', model: 'shop/fraud' } });
    expect(listed.json.items).toEqual([got.json.items[0]]);
  });

  it.each<[string, object, string[]]>([
    [
      'a signature that is not there',
      { signature: 'predict(x: *) -> (y: *)' },
      ['body/requires/0/signature'],
    ],
    [
      'tensors that are not there',
      { signature: 'serving_default', inputs: ['amout', 'country'], outputs: ['scores'] },
      ['body/requires/0/inputs/0', 'body/requires/0/outputs/0'],
    ],
    [
      'an input of another dtype',
      { signature: 'serving_default(amount: int64[?,1], country: *) -> (score: *)' },
      ['body/requires/0/inputs/0'],
    ],
    [
      'less than a call has to send',
      { signature: 'serving_default(amount: *) -> (score: *)' },
      ['body/requires/0/inputs'],
    ],
    ['a tag set that is not there', { tag_set: ['gpu'] }, ['body/requires/0/tag_set']],
  ])('is refused at once when it declares %s', async (_, wrong, places) => {
    const { status, problem } = await declare('wrong', { requires: [{ ...scores, ...wrong }] });
    expect(status).toBe(422);
    expect(problem).toMatchObject({ code: 'requirement-not-met', errors: places.map((at) => ({ at })) });
    expect((await api.ask('getConsumer', { params: { consumer: 'wrong' } })).problem.code).toBe(
      'consumer-not-found',
    );
  });

  it.each<[string, object, number, string]>([
    ['no notation', { signature: 'serving_default(' }, 400, 'invalid-request'],
    ['a dtype nobody knows', { signature: 'f', inputs: ['x: flot32[?]'] }, 400, 'invalid-request'],
    ['a model that is not there', { model: 'shop/nothing' }, 404, 'model-not-found'],
    ['a version that is not there', { version: '99' }, 404, 'version-not-found'],
    ['an alias that is not there', { version: '@nowhere' }, 404, 'alias-not-found'],
  ])('is told of %s', async (_, wrong, status, code) => {
    const answer = await declare('wrong', { requires: [{ ...scores, ...wrong }] });
    expect(answer).toMatchObject({ status, json: { code } });
  });

  it('that is withdrawn is gone, and its history stays', async () => {
    const params = { consumer: 'leaving' };
    await declare('leaving', { requires: [scores] });
    expect((await api.ask('deleteConsumer', { params })).status).toBe(204);
    expect((await api.ask('deleteConsumer', { params })).problem.code).toBe('consumer-not-found');
    expect((await api.ask('getConsumer', { params })).status).toBe(404);
    const { json } = await api.ask('listDeclarations', { params });
    expect(json.items).toMatchObject([{ revision: 1, withdrawn_at: expect.any(String) }]);
    expect(await declare('leaving', { requires: [scores] })).toMatchObject({ json: { revision: 2 } });
    await api.ask('deleteConsumer', { params });
  });

  it('that declares twice at once has two revisions', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => declare('busy', { environment: 'lab', requires: [scores] })),
    );
    const revisions = answers.map(({ json }) => json.revision).sort((a, b) => a - b);
    expect(revisions).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const { json } = await api.ask('getConsumer', { params: { consumer: 'busy' } });
    expect(json.items).toMatchObject([{ revision: 8 }]);
  });
});

describe('can I deploy', () => {
  it('a version: yes, no or unknown, by what its consumers send and read', async () => {
    const to = (version: string): Promise<Answer<'canIDeploy'>['json']> =>
      canIDeploy({ model: 'shop/fraud', version, environment: 'production' });
    expect(await to('3')).toEqual({
      answer: 'unknown',
      reasons: ['Nobody has declared to use shop/fraud in production.'],
      environment: 'production',
      counts: { compatible: 0, incompatible: 0, undecided: 0 },
      consumers: [],
    });
    await declare('reader', { version: '1.0', requires: [reasons] });
    expect(await to('3')).toMatchObject({
      answer: 'yes',
      consumers: [{ verdict: 'compatible', findings: [] }],
    });
    await declare('scorer', { version: '7', requires: [scores] });
    expect(await to('2')).toMatchObject({ answer: 'yes', consumers: [{}, {}] });
    expect(await to('latest')).toMatchObject({
      answer: 'no',
      reasons: ['scorer: Axis 1 of output score has the size 2, was 1.'],
      consumers: [
        {
          consumer: 'scorer',
          consumer_version: '7',
          model: 'shop/fraud',
          works_with: 1,
          would_get: 3,
          verdict: 'incompatible',
          tag_set: ['serve'],
          findings: [
            {
              rule: 'output-dim-changed',
              before: '1',
              after: '2',
              counterexample: {
                tensor: { notation: expect.stringMatching(/ -> .*score: float32\[1,2\]/) },
                json: { none: expect.any(String) },
              },
            },
          ],
        },
        { consumer: 'reader', verdict: 'compatible' },
      ],
    });
  });

  it('shows those that decide it, counts them all, and proves no more than one check may', async () => {
    const few = { SIGCAT_MAX_SHOWN_CONSUMERS: '3', SIGCAT_MAX_COUNTEREXAMPLES: '1' };
    const other = await startSigcat({ env: { DATABASE_URL: sigcat.databaseUrl, ...few } });
    try {
      const environment = 'crowd';
      for (const consumer of ['a', 'b', 'c', 'd']) {
        const requires = consumer === 'b' || consumer === 'd' ? [scores] : [reasons];
        await declare(`crowd-${consumer}`, { environment, requires });
      }
      const query = { model: 'shop/fraud', version: '3', environment };
      const { json } = await new Api(other.url).ask('canIDeploy', { query });
      expect(json).toMatchObject({
        answer: 'no',
        counts: { compatible: 2, incompatible: 2, undecided: 0 },
        consumers: [
          { consumer: 'crowd-b', findings: [{ counterexample: { tensor: {} } }] },
          { consumer: 'crowd-d', findings: [{}] },
          { consumer: 'crowd-a', findings: [] },
        ],
      });
      expect(json.reasons).toHaveLength(2);
      expect(json.consumers[1]?.findings[0]).not.toHaveProperty('counterexample');
    } finally {
      await other.stop();
      removeDataDir(other.dataDir);
    }
  });

  it('a consumer, to what is there: by a record, or by the alias of that name, whichever is newer', async () => {
    await declare('mover', { environment: 'laptop', requires: [scores] });
    const ask = (): Promise<Answer<'canIDeploy'>['json']> =>
      canIDeploy({ consumer: 'mover', environment: 'edge' });
    expect(await ask()).toMatchObject({
      answer: 'unknown',
      reasons: ['mover: No version of shop/fraud is known to be in edge.'],
    });
    const recorded = await api.ask('recordDeployment', {
      params: { environment: 'edge' },
      body: { model: 'shop/fraud', version: 'latest' },
    });
    expect(recorded).toMatchObject({ status: 201, json: { ...fraud, version: 3, environment: 'edge' } });
    expect(await ask()).toMatchObject({ answer: 'no', consumers: [{ would_get: 3 }] });
    await api.ask('putAlias', { params: { ...fraud, alias: 'edge' }, body: { version: 2 } });
    expect(await ask()).toMatchObject({ answer: 'yes', consumers: [{ would_get: 2 }] });
    const { json } = await api.ask('listDeployments', { params: { environment: 'edge' } });
    expect(json.items).toEqual([recorded.json]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['neither a model nor a consumer', {}, 'invalid-request'],
    ['a model without a version', { model: 'shop/fraud' }, 'invalid-request'],
    ['both', { model: 'shop/fraud', version: '1', consumer: 'mover' }, 'invalid-request'],
    ['a version that is not there', { model: 'shop/fraud', version: '99' }, 'version-not-found'],
    ['a consumer that is not there', { consumer: 'nobody' }, 'consumer-not-found'],
  ])('is not answered for %s', async (_, query, code) => {
    const { problem } = await api.ask('canIDeploy', { query: { environment: 'production', ...query } });
    expect(problem.code).toBe(code);
  });
});
