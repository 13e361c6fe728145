import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@sigcat/test-database';
import { type Answer, Api } from './harness/api';
import { eventually } from './harness/eventually';
import { MailServer } from './harness/mail-server';
import { savedModel } from './harness/saved-model';
import { removeDataDir, type SigcatProcess, startSigcat } from './harness/sigcat-process';

let database: TestDatabase;
let server: MailServer;
let sigcat: SigcatProcess;
let api: Api;

const from = 'Sigcat at work <sigcat@example.com>';

beforeAll(async () => {
  database = await createTestDatabase();
  server = await MailServer.start();
  sigcat = await startSending(server.url);
  api = new Api(sigcat.url);
});

afterAll(async () => {
  await sigcat.stop();
  await server.stop();
  await database.drop();
  removeDataDir(sigcat.dataDir);
});

const startSending = (url: string, env: Record<string, string> = {}): Promise<SigcatProcess> =>
  startSigcat({
    env: {
      DATABASE_URL: database.url,
      SIGCAT_SMTP_URL: url,
      SIGCAT_SMTP_FROM: from,
      SIGCAT_ALERT_RETRY_MS: '50',
      SIGCAT_ALERT_MAX_RETRY_MS: '100',
      SIGCAT_ALERT_CIRCUIT_OPEN_MS: '100',
      ...env,
    },
  });

type Subscription = Answer<'createSubscription'>['json'];

const subscribe = async (mailbox: string, body: object = {}): Promise<Subscription> => {
  const endpoint = server.at(mailbox, ...('replies' in body ? (body.replies as number[]) : []));
  const { json } = await api.ask('createSubscription', {
    body: { channel: 'email', endpoint, about: { model: mailbox } },
  });
  return json;
};

/** By a process that hands its mail to that address, and has no other work. */
const testedBy = async (
  url: string,
  { id }: Subscription,
): Promise<Answer<'testSubscription'>['json'] & { readonly output: string }> => {
  const other = await startSending(url);
  try {
    const { json } = await new Api(other.url).ask('testSubscription', { params: { id } });
    return { ...json, output: other.output() };
  } finally {
    await other.stop();
    removeDataDir(other.dataDir);
  }
};

describe('a mail', () => {
  it('says what has happened, from us, to one, under one id in all attempts, and that no person wrote it', async () => {
    const subscription = await subscribe('risk', { replies: [250, 450] });
    expect(subscription).toMatchObject({
      channel: 'email',
      endpoint: 'mailto:risk@example.com',
      secret: null,
    });
    await api.ask('putNamespaceConfig', { params: { namespace: 'default' }, body: { mode: 'NONE' } });
    const signature = (dtype: string): Uint8Array =>
      savedModel(`f("größe": ${dtype}[?,3]) -> (y: float32[?])`);
    await api.publish('risk', signature('float32'));
    await api.publish('risk', signature('float64'));
    const [{ mail } = {}] = await server.triesOnce('risk', 1);
    expect(mail).toMatchObject({
      from: { name: 'Sigcat at work', address: 'sigcat@example.com' },
      to: [{ address: 'risk@example.com' }],
      subject: expect.stringMatching(/^\[sigcat\] error: default\/risk@2 breaks callers: .*größe/),
      text: expect.stringMatching(/input-dtype-widened .*größe.*\n {2}float32 → float64\n/),
    });
    expect(mail?.cc ?? mail?.bcc).toBeUndefined();
    expect(mail?.messageId).toMatch(new RegExp(`^<\\d+-${subscription.id}@[0-9a-f-]{36}>$`));
    const header = (key: string): unknown => mail?.headers.find((one) => one.key === key)?.value;
    expect(header('auto-submitted')).toBe('auto-generated');

    await api.publish('risk', signature('int64'));
    const tries = await server.triesOnce('risk', 3);
    expect(tries[1]?.mail).toBeUndefined();
    const { json } = await api.ask('listDeliveries', { query: { subscription: subscription.id } });
    expect(tries[2]?.mail?.messageId).toContain(`<${json.items[0]?.id ?? ''}@`);
  });

  it('is the same one when it is sent again', async () => {
    const subscription = await subscribe('twice');
    await api.publish('twice', savedModel('f(x: float32[?,3]) -> (y: float32[?])'));
    await api.publish('twice', savedModel('f(x: float64[?,3]) -> (y: float32[?])'));
    await server.triesOnce('twice', 1);
    const { json } = await api.ask('listDeliveries', { query: { subscription: subscription.id } });
    await api.ask('redeliver', { params: { id: json.items[0]?.id ?? '' } });
    const [first, second] = await server.triesOnce('twice', 2);
    expect(second?.mail?.messageId).toBe(first?.mail?.messageId);
  });

  it.each([
    ['an address of the web', 'https://example.com/'],
    ['two people', 'mailto:a@example.com,b@example.com'],
    ['a header', 'mailto:a@example.com?bcc=b@example.com'],
    ['a line', 'mailto:a@example.com\r\nBcc: b@example.com'],
  ])('is not sent to %s', async (_, endpoint) => {
    const body = { channel: 'email', endpoint, about: { model: 'a' } };
    const { problem } = await api.ask('createSubscription', { body });
    expect(problem).toMatchObject({ code: 'endpoint-not-allowed', errors: [{ at: 'body/endpoint' }] });
  });

  it('goes to no other domains than those that are set, be they set after somebody subscribed', async () => {
    const subscription = await subscribe('outside');
    const strict = await startSending(server.url, { SIGCAT_SMTP_DOMAINS: 'example.org' });
    try {
      const there = new Api(strict.url);
      const tested = await there.ask('testSubscription', { params: { id: subscription.id } });
      expect(tested.json).toMatchObject({ outcome: 'forbidden', status: null });
      expect(server.triesAt('outside')).toEqual([]);
      const asked = (endpoint: string): ReturnType<typeof there.ask<'createSubscription'>> =>
        there.ask('createSubscription', {
          body: { channel: 'email', endpoint, about: { model: 'outside' } },
        });
      expect((await asked('mailto:a@example.com')).problem).toMatchObject({
        code: 'endpoint-not-allowed',
        errors: [{ message: expect.stringContaining('example.org') }],
      });
      expect((await asked('mailto:a@example.org')).status).toBe(201);
    } finally {
      await strict.stop();
      removeDataDir(strict.dataDir);
    }
  });

  it('cannot be asked for where no SMTP server is set, and what waits says so', async () => {
    const subscription = await subscribe('unset');
    const silent = await startSigcat({ env: { DATABASE_URL: database.url } });
    try {
      const there = new Api(silent.url);
      const body = { channel: 'email', endpoint: 'mailto:a@example.com', about: { model: 'a' } };
      const { problem } = await there.ask('createSubscription', { body });
      expect(problem.code).toBe('email-not-set-up');
      const tested = await there.ask('testSubscription', { params: { id: subscription.id } });
      expect(tested.json).toMatchObject({
        outcome: 'unreachable',
        excerpt: 'no SMTP server is set: SIGCAT_SMTP_URL',
      });
    } finally {
      await silent.stop();
      removeDataDir(silent.dataDir);
    }
  });
});

describe('an SMTP server', () => {
  it('that is away is tried again until it is back', async () => {
    const passing = await MailServer.start();
    await passing.stop();
    const other = await startSending(passing.url);
    let back: MailServer | undefined;
    try {
      // The one that works is asked to stand aside.
      await sigcat.stop();
      const there = new Api(other.url);
      const body = { channel: 'email', endpoint: 'mailto:back@example.com', about: { model: 'back' } };
      const { json: subscription } = await there.ask('createSubscription', {
        body: { ...body, events: ['model_version.published'] },
      });
      await there.publish('back', savedModel('f(x: float32[?,3]) -> (y: float32[?])'));
      const attempts = async (): Promise<readonly object[]> => {
        const query = { subscription: subscription.id };
        return (await there.ask('listDeliveries', { query })).json.items[0]?.attempts ?? [];
      };
      await eventually(async () => (await attempts()).length > 0);
      expect((await attempts())[0]).toMatchObject({ outcome: 'unreachable', status: null });
      back = await MailServer.start({}, passing.port);
      await back.triesOnce('back', 1);
      await eventually(async () => JSON.stringify((await attempts()).at(-1)).includes('delivered'));
    } finally {
      await other.stop();
      await back?.stop();
      removeDataDir(other.dataDir);
      sigcat = await startSending(server.url);
      api = new Api(sigcat.url);
    }
  });

  it('hears the password that is set, which is told to nobody else', async () => {
    const locked = await MailServer.start({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, answer) => {
        if (username === 'sigcat' && password === 'open:sesame') answer(null, { user: username });
        else answer(Object.assign(new Error('who is there?'), { responseCode: 535 }));
      },
    });
    try {
      const subscription = await subscribe('locked');
      const address = (password: string): string => `smtp://sigcat:${password}@127.0.0.1:${locked.port}`;
      expect(await testedBy(address('open%3Asesame'), subscription)).toMatchObject({
        outcome: 'delivered',
        status: 250,
      });
      const refused = await testedBy(address('wrong-sesame'), subscription);
      expect(refused).toMatchObject({ outcome: 'rejected', status: 535 });
      expect(JSON.stringify(refused)).not.toContain('sesame');
    } finally {
      await locked.stop();
    }
  });

  it('that cannot prove who it is gets no mail', async () => {
    // It offers STARTTLS, with a certificate that nobody has signed.
    const impostor = await MailServer.start({ disabledCommands: [] });
    try {
      const subscription = await subscribe('impostor');
      const tested = await testedBy(impostor.url, subscription);
      expect(tested).toMatchObject({ outcome: 'unreachable', status: null });
      expect(impostor.triesAt('impostor')).toEqual([]);
    } finally {
      await impostor.stop();
    }
  });
});
