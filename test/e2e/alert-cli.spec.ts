import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { type Api } from './harness/api';
import { Workplace } from './harness/command-line';
import { eventually } from './harness/eventually';
import { type OwnSigcat, startOwnSigcat } from './harness/own-sigcat';
import { savedModel } from './harness/saved-model';
import { answering, WebhookReceiver } from './harness/webhook-receiver';

let receiver: WebhookReceiver;
let server: OwnSigcat;
let api: Api;
let workplace: Workplace;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  server = await startOwnSigcat({
    SIGCAT_ALERT_NETWORKS: '127.0.0.0/8',
    SIGCAT_ALERT_ATTEMPTS: '1',
    SIGCAT_ALERT_CIRCUIT_OPEN_MS: '100',
  });
  api = server.api;
  workplace = new Workplace({ SIGCAT_URL: server.url });
});

afterAll(async () => {
  workplace.remove();
  await server.end();
  receiver.stop();
});

async function printed(...words: readonly string[]): Promise<string> {
  const { code, out, err } = await workplace.sigcat(words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

const model = savedModel('f(x: float32[?,3]) -> (y: float32[?])');

describe('alerts', () => {
  it('are subscribed to, proved by the secret that is shown, listed, and sent again', async () => {
    const endpoint = receiver.at('/story', answering(500));
    const words = ['subscribe', 'model:story', endpoint, '--event', 'model_version.published'];
    const said = await printed(...words, '--event', 'alias.moved', '--minimum-level', 'info');
    const [, id = '', secret = ''] =
      /^subscription (\d+): model_version.published, alias.moved about model:story to \S+\nsecret, shown only now: (whsec_\S+)\n$/.exec(
        said,
      ) ?? [];
    expect(id).not.toBe('');
    await api.publish('story', model);
    const dead = async (): Promise<string> => printed('deliveries', '--subscription', id, '--state', 'dead');
    await eventually(async () => (await dead()).includes('default/story@1'));
    const table = await dead();
    expect(table).toMatch(/^id +event +about +state +attempts +last answer\n/);
    const [, delivery = ''] =
      /^(\d+-\d+) +model_version.published +default\/story@1 +dead +1 +rejected 500 said 500$/m.exec(table) ??
      [];
    expect(await printed('deliveries', '--redeliver', delivery)).toMatch(/ pending /);
    const [, again] = await receiver.callsOnce('/story', 2);
    expect(() =>
      new Webhook(secret).verify(again?.body ?? '', again?.headers as Record<string, string>),
    ).not.toThrow();
    expect(again?.headers['webhook-id']).toBe(delivery);

    const listed = await printed('subscriptions', '--about', 'model:story');
    expect(listed).toMatch(
      new RegExp(`^id .*\\n${id} +model:story +model_version.published,alias.moved +info +http://127`),
    );
    expect(listed).not.toContain('whsec');
    expect(await printed('subscriptions', '--test', id)).toMatch(/^delivered 204, after \d+ ms\n$/);
    expect(await printed('subscriptions', '--delete', id)).toBe('no subscriptions\n');
    expect(await printed('deliveries')).toBe('no deliveries\n');
  });

  it('that cannot be told are a finding when they are tried, and are enabled again', async () => {
    const endpoint = receiver.at('/away', answering(404, 410));
    const { id } = JSON.parse(
      await printed(
        'subscribe',
        'namespace:*',
        endpoint,
        '--event',
        'model_version.published',
        '--format',
        'json',
      ),
    ) as { id: string };
    expect(await workplace.sigcat(['subscriptions', '--test', id])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^rejected 404 said 404, after \d+ ms\n$/),
    });
    await api.publish('away', model);
    await eventually(async () => (await printed('subscriptions')).includes('disabled: '));
    expect(await printed('subscriptions', '--enable', id)).toMatch(/ fine\n$/);
    expect(await printed('deliveries', '--limit', '1', '--format', 'json')).toContain('"items":');
    await printed('subscriptions', '--delete', id);
  });

  it.each([
    ['nothing', ['subscribe', 'fraud', 'https://example.com'], 2, 'Write it as model:payments/fraud'],
    [
      'no event',
      ['subscribe', 'model:fraud', 'https://example.com', '--event', 'x'],
      2,
      'There are model_version',
    ],
    [
      'an event of others',
      ['subscribe', 'model:a', 'https://example.com', '--event', 'search.matched'],
      4,
      'must be one of',
    ],
    ['a private endpoint', ['subscribe', 'model:a', 'http://10.0.0.1'], 4, 'endpoint-not-allowed'],
    ['mail where none is sent', ['subscribe', 'model:a', 'mailto:a@example.com'], 4, 'email-not-set-up'],
    ['two changes at once', ['subscriptions', '--test', '1', '--delete', '1'], 2, 'write one of'],
    [
      'one delivery and some of them',
      ['deliveries', '--redeliver', '1-1', '--state', 'dead'],
      2,
      '--redeliver stands alone',
    ],
    ['an unknown delivery', ['deliveries', '--redeliver', '999-999'], 4, 'delivery-not-found'],
  ])('are not asked for by %s', async (_, words, code, message) => {
    const said = await workplace.sigcat(words);
    expect(said).toMatchObject({ code, err: expect.stringContaining(message) });
  });
});
