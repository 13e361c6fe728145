import { describe, expect, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { type Alert } from './alert';
import { cloudEventOf } from './cloud-event';
import { newSecret, signatureHeaders } from './delivery-signature';

const alert: Alert = {
  id: '12',
  type: 'compatibility.broken',
  level: 'error',
  subject: 'pay/fraud@3',
  data: { title: 'It breaks.', findings: [{ rule: 'input-removed', path: '/serve/f/inputs/ü' }] },
  raisedAt: new Date('2026-11-26T07:00:00Z'),
};

const body = JSON.stringify(cloudEventOf(alert, '5f0c7a5e-0000-4000-8000-000000000000'));

describe('an alert as it is sent', () => {
  it("is a CloudEvent, by the specification's own library", () => {
    const event = new CloudEvent(JSON.parse(body) as object);
    expect(event.validate()).toBe(true);
    expect(event).toMatchObject({
      id: '12',
      type: 'dev.sigcat.compatibility.broken',
      source: 'urn:sigcat:5f0c7a5e-0000-4000-8000-000000000000',
      level: 'error',
      data: { title: 'It breaks.' },
    });
  });

  const now = Math.floor(Date.now() / 1_000);
  const [current, former, other] = [newSecret(), newSecret(), newSecret()];
  const headers = signatureHeaders({ id: '12-7', timestamp: now, body }, [current, former]);

  it("is signed, by the specification's own library, with each of two secrets", () => {
    for (const secret of [current, former]) {
      expect(new Webhook(secret).verify(body, { ...headers })).toEqual(JSON.parse(body));
    }
  });

  it.each<[string, string, string, Record<string, string>]>([
    ['another secret', other, body, {}],
    ['another body', current, `${body} `, {}],
    ['another id', current, body, { 'webhook-id': '12-8' }],
    ['an old time', current, body, { 'webhook-timestamp': String(now - 3_600) }],
  ])('does not pass for %s', (_, secret, sent, change) => {
    expect(() => new Webhook(secret).verify(sent, { ...headers, ...change })).toThrow();
  });
});
