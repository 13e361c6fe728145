import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api } from './harness/api';
import { eventually } from './harness/eventually';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';

let sigcat: OwnSigcat;
let api: Api;

beforeAll(async () => {
  sigcat = await startOwnSigcat();
  api = sigcat.api;
  await api.ask('putNamespaceConfig', { params: { namespace: 'shop' }, body: { mode: 'NONE' } });
});

afterAll(async () => {
  await sigcat.end();
});

type Subscription = Answer<'createSubscription'>['json'];
type Alert = Answer<'listAlerts'>['json']['items'][number];

const endpoint = 'https://alerts.invalid/hook?token=hidden';

const subscribe = async (body: object): Promise<Subscription> => {
  const { status, json } = await api.ask('createSubscription', { body: { endpoint, ...body } });
  expect(status).toBe(201);
  return json;
};

/** Those that a subscription was to be sent, the oldest first, once there are so many. */
const alertsOf = async ({ id }: Subscription, number: number): Promise<Alert[]> => {
  const list = async (): Promise<Alert[]> =>
    (await api.ask('listAlerts', { query: { subscription: id } })).json.items.toReversed();
  await eventually(async () => (await list()).length >= number);
  return list();
};

const inputs = 'amount: float32[?,1], country: string[?,1]';
const first = savedModel(`serving_default(${inputs}) -> (score: float32[?,1], reason: string[?,1])`);
const breaking = savedModel(`serving_default(${inputs}) -> (score: float32[?,2], reason: string[?,1])`);
const undecided = savedModel(`serving_default(${inputs}) -> (score: float32[...], reason: string[?,1])`);

describe('a subscription', () => {
  it('is told again, without its secret and without what stands after a `?`', async () => {
    const { secret, ...made } = await subscribe({ about: { model: 'shop/told' }, description: 'for us' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(made).toMatchObject({
      about: { model: 'shop/told' },
      events: ['compatibility.broken'],
      minimum_level: 'info',
      endpoint: 'https://alerts.invalid/hook?…',
      waiting: 0,
      disabled_at: null,
    });
    const params = { id: made.id };
    expect((await api.ask('getSubscription', { params })).json).toEqual(made);
    const listed = await api.ask('listSubscriptions', { query: { about: 'model:shop/told' } });
    expect(listed.json.items).toEqual([made]);
    const replaced = await api.ask('replaceSecret', { params });
    expect(replaced.json.secret).not.toBe(secret);
    expect((await api.ask('deleteSubscription', { params })).status).toBe(204);
    expect((await api.ask('getSubscription', { params })).problem.code).toBe('subscription-not-found');
    expect((await api.ask('replaceSecret', { params })).problem.code).toBe('subscription-not-found');
    expect(sigcat.output()).not.toMatch(/whsec_|token=hidden/);
  });

  it.each<[string, object, string, string]>([
    ['nothing', { about: {} }, 'invalid-request', 'body/about'],
    ['two things', { about: { model: 'a', alias: 'b' } }, 'invalid-request', 'body/about'],
    [
      'what a consumer is not told',
      { about: { consumer: 'a' }, events: ['alias.moved'] },
      'invalid-request',
      'body/events/0',
    ],
    ['what nobody is told', { about: { model: 'a' }, events: ['rain'] }, 'invalid-request', 'body/events/0'],
    ['a search that is not there', { about: { search: 'none' } }, 'search-not-found', ''],
    ['plain http', { endpoint: 'http://example.com/' }, 'endpoint-not-allowed', 'body/endpoint'],
    ['no address', { endpoint: 'example.com' }, 'endpoint-not-allowed', 'body/endpoint'],
    [
      'an address with a password',
      { endpoint: 'https://me:it@example.com/' },
      'endpoint-not-allowed',
      'body/endpoint',
    ],
    ['this machine', { endpoint: 'https://127.0.0.1/' }, 'endpoint-not-allowed', 'body/endpoint'],
    ['this machine in other words', { endpoint: 'https://0x7f.1/' }, 'endpoint-not-allowed', 'body/endpoint'],
    [
      'this machine by version 6',
      { endpoint: 'https://[::ffff:7f00:1]/' },
      'endpoint-not-allowed',
      'body/endpoint',
    ],
    [
      'the metadata of a cloud',
      { endpoint: 'https://169.254.169.254/' },
      'endpoint-not-allowed',
      'body/endpoint',
    ],
  ])('to %s is refused', async (_, body, code, at) => {
    const { problem } = await api.ask('createSubscription', {
      body: { about: { model: 'fraud' }, endpoint, ...body },
    });
    expect(problem.code).toBe(code);
    if (at !== '') expect(problem).toMatchObject({ errors: [{ at }] });
  });
});

describe('alerts', () => {
  it('on a version come by model, namespace, label and alias, each to who wants to hear it', async () => {
    const events = ['model_version.published', 'compatibility.broken', 'compatibility.undecided'];
    await api.ask('putModel', {
      params: { namespace: 'shop', model: 'fraud' },
      body: { labels: { team: 'risk' } },
    });
    const byModel = await subscribe({ about: { model: 'shop/fraud' }, events });
    const byPattern = await subscribe({ about: { namespace: 'sh*' } });
    const byLabel = await subscribe({ about: { label: 'team=risk' }, events, minimum_level: 'warning' });
    const byAlias = await subscribe({
      about: { alias: 'shop/fraud@production' },
      events: [...events, 'alias.moved'],
    });
    const byOther = await subscribe({ about: { model: 'fraud' }, events });

    await api.publish('shop/fraud', first);
    await api.ask('putAlias', {
      params: { namespace: 'shop', model: 'fraud', alias: 'production' },
      body: { version: 1 },
    });
    await api.publish('shop/fraud', breaking);
    await api.publish('shop/fraud', undecided);

    const [one, two, broken, three, , ...others] = await alertsOf(byModel, 5);
    expect(
      [one, two, broken, three].map((alert) => `${alert?.level} ${alert?.type} ${alert?.subject}`),
    ).toEqual([
      'info model_version.published shop/fraud@1',
      'info model_version.published shop/fraud@2',
      'error compatibility.broken shop/fraud@2',
      'info model_version.published shop/fraud@3',
    ]);
    expect(others).toEqual([]);
    expect(broken?.data).toMatchObject({
      title: 'shop/fraud@2 breaks callers: Axis 1 of output score has the size 2, was 1.',
      namespace: 'shop',
      model: 'fraud',
      version: 2,
      baseline: 1,
      findings: [
        {
          rule: 'output-dim-changed',
          path: '/serve/serving_default/outputs/score/dims/1',
          before: '1',
          after: '2',
          counterexample: { tensor: { notation: expect.stringContaining('serving_default(') } },
        },
      ],
      findings_left: 0,
    });
    expect((await alertsOf(byPattern, 1)).map(({ subject }) => subject)).toContain('shop/fraud@2');
    expect((await alertsOf(byLabel, 2)).map(({ type }) => type)).toEqual([
      'compatibility.broken',
      expect.any(String),
    ]);
    // Only version 2 was compared with the one that the alias points to.
    expect((await alertsOf(byAlias, 3)).map(({ type }) => type)).toEqual([
      'alias.moved',
      'model_version.published',
      'compatibility.broken',
    ]);
    expect(await alertsOf(byOther, 0)).toEqual([]);
    const listed = await api.ask('listAlerts', {
      query: { type: 'alias.moved', subject: 'shop/fraud@production' },
    });
    expect(listed.json.items).toMatchObject([{ data: { alias: 'production', version: 1, before: null } }]);
  });

  it('reach a consumer only where what it uses is touched, published or deployed', async () => {
    await api.publish('shop/scores', first);
    const requires = (outputs: string[]): object => ({
      requires: [
        {
          model: 'shop/scores',
          version: '1',
          signature: 'serving_default',
          inputs: ['amount', 'country'],
          outputs,
        },
      ],
      version: '2.4.0',
    });
    await api.ask('putConsumer', { params: { consumer: 'scorer' }, body: requires(['score']) });
    await api.ask('putConsumer', { params: { consumer: 'reasoner' }, body: requires(['reason']) });
    const scorer = await subscribe({ about: { consumer: 'scorer' } });
    const there = await subscribe({ about: { consumer: 'scorer@production' }, minimum_level: 'error' });
    const elsewhere = await subscribe({ about: { consumer: 'scorer@staging' } });
    const reasoner = await subscribe({ about: { consumer: 'reasoner' } });
    const owner = await subscribe({ about: { model: 'shop/scores' }, events: ['consumer.broken'] });

    await api.publish('shop/scores', breaking);
    await api.ask('putAlias', {
      params: { namespace: 'shop', model: 'scores', alias: 'production' },
      body: { version: 2 },
    });
    await api.publish('shop/scores', undecided);

    const [published, deployed, mayBe] = await alertsOf(scorer, 3);
    expect(published).toMatchObject({
      type: 'consumer.broken',
      level: 'error',
      data: {
        title: 'shop/scores@2 breaks scorer in production: Axis 1 of output score has the size 2, was 1.',
        consumer: 'scorer',
        environment: 'production',
        consumer_version: '2.4.0',
        works_with: 1,
        because: 'published',
        findings: [
          {
            rule: 'output-dim-changed',
            before: '1',
            after: '2',
            counterexample: { tensor: { kind: 'answer' } },
          },
        ],
      },
    });
    expect(deployed?.data).toMatchObject({ because: 'deployed', version: 2 });
    expect(mayBe).toMatchObject({ level: 'warning', data: { verdict: 'undecided', version: 3 } });
    expect(await alertsOf(there, 2)).toEqual([published, deployed]);
    expect(await alertsOf(owner, 3)).toEqual([published, deployed, mayBe]);
    expect(await alertsOf(elsewhere, 0)).toEqual([]);
    expect(await alertsOf(reasoner, 0)).toEqual([]);
  });

  it('tell of versions that a saved search finds', async () => {
    const search = { q: '(image: *) -> (embedding: float32[?,512])', namespace: 'shop' };
    await api.ask('putSearch', { params: { name: 'embeddings' }, body: { search } });
    const subscription = await subscribe({ about: { search: 'embeddings' } });
    await api.publish('shop/other', first);
    await api.publish('elsewhere/embed', savedModel('f(image: float32[?,8]) -> (embedding: float32[?,512])'));
    await api.publish('shop/embed', savedModel('f(image: float32[?,8]) -> (embedding: float32[?,512])'));
    expect(await alertsOf(subscription, 1)).toMatchObject([
      {
        type: 'search.matched',
        subject: 'shop/embed@1',
        data: { search: 'embeddings', signatures: ['f(image: float32[?,8]) -> (embedding: float32[?,512])'] },
      },
    ]);
  });

  it('tell of versions that come under the alias that a saved search asks for', async () => {
    const search = async (name: string, terms: object): Promise<Subscription> => {
      await api.ask('putSearch', { params: { name }, body: { search: { namespace: 'shop', ...terms } } });
      return subscribe({ about: { search: name } });
    };
    const live = await search('live', { q: '(image: *)', alias: 'live' });
    const any = await search('any', { q: '(image: *)' });
    const point = async (model: string, alias: string, version: number): Promise<void> => {
      await api.ask('putAlias', { params: { namespace: 'shop', model, alias }, body: { version } });
    };
    await api.publish('shop/texts', savedModel('f(text: string[?]) -> (y: float32[?])'));
    await api.publish('shop/images', savedModel('f(image: float32[?,8]) -> (y: float32[?])'));
    await point('texts', 'live', 1);
    await point('images', 'next', 1);
    await point('images', 'live', 1);
    await api.publish('shop/images', savedModel('f(image: float32[?]) -> (y: float32[?])'));
    await point('images', 'live', 2);
    const subjects = async (one: Subscription): Promise<string[]> =>
      (await alertsOf(one, 2)).map(({ subject }) => subject);
    expect(await subjects(live)).toEqual(['shop/images@1', 'shop/images@2']);
    expect(await subjects(any)).toEqual(['shop/images@1', 'shop/images@2']);
  });
});

describe('deliveries', () => {
  it.each<[string, { id: string }, string]>([
    ['was never raised', { id: '999999-1' }, 'delivery-not-found'],
    ['is no id', { id: '12' }, 'invalid-request'],
  ])('are told where what is asked for %s', async (_, params, code) => {
    expect((await api.ask('getDelivery', { params })).problem.code).toBe(code);
    expect((await api.ask('redeliver', { params })).problem.code).toBe(code);
  });

  it('wait for their subscription, in order', async () => {
    const subscription = await subscribe({
      about: { model: 'shop/waits' },
      events: ['model_version.published'],
    });
    await api.publish('shop/waits', first);
    await api.publish('shop/waits', breaking);
    await alertsOf(subscription, 2);
    const { json } = await api.ask('listDeliveries', {
      query: { subscription: subscription.id, page_size: 1 },
    });
    expect(json.items).toMatchObject([{ subject: 'shop/waits@2', state: 'pending', due_at: null }]);
    const query = { subscription: subscription.id, page_token: json.next_page_token ?? '' };
    const next = await api.ask('listDeliveries', { query });
    expect(next.json.items).toMatchObject([{ subject: 'shop/waits@1', due_at: expect.any(String) }]);
    const [delivery] = next.json.items;
    const params = { id: delivery?.id ?? '' };
    expect((await api.ask('getDelivery', { params })).json.id).toBe(params.id);
    expect((await api.ask('getSubscription', { params: { id: subscription.id } })).json.waiting).toBe(2);
  });
});
