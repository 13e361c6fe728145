import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type Alert } from '../alert';
import { channels, type Message, messageOf, shownEndpoint } from './channel';

const finding = {
  level: 'error',
  rule: 'input-dtype-changed',
  path: 'serve/serving_default/inputs/a_<b>',
  before: 'float32[?,3]',
  after: 'float64[?,3]',
  message: 'Input `a_<b>` is float64 & was float32.',
};
const alert = (data: Partial<Alert['data']> = {}): Alert => ({
  id: '12',
  type: 'compatibility.broken',
  level: 'error',
  subject: 'payments/fraud@3',
  data: { title: 'payments/fraud@3 breaks callers.', findings: [finding], findings_left: 2, ...data },
  raisedAt: new Date('2026-11-26T07:00:00Z'),
});

describe.each(['slack', 'teams'] as const)('a message for %s', (channel) => {
  const sent = (one: Alert): string =>
    JSON.stringify(JSON.parse(messageOf(one, channel, '').body), undefined, 2);

  it('says what is the matter, with names as they are', () => {
    const file = join(__dirname, '__golden__', `${channel}.json`);
    const text = `${sent(alert())}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each(['x\n', '&', '\\', '`', '\u{1}', '🙂'])(
    'is short, however much there is to say with %j',
    (letter) => {
      const long = letter.repeat(100_000);
      const findings = Array.from({ length: 1_000 }, () => ({
        ...finding,
        before: long,
        after: long,
        message: long,
        path: long,
      }));
      const { body } = messageOf({ ...alert({ title: long, findings }), subject: long }, channel, '');
      // Teams takes 28 KB, Slack 3,000 characters of a section and 150 of a header.
      expect(Buffer.byteLength(body)).toBeLessThan(channel === 'teams' ? 28_000 : 40_000);
      const { blocks = [] } = JSON.parse(body) as {
        readonly blocks?: readonly { readonly type: string; readonly text?: { readonly text: string } }[];
      };
      for (const { type, text } of blocks)
        expect(text?.text.length ?? 0).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000);
      expect(/99[789] more findings/.exec(body)?.[0]).toBeDefined();
    },
  );

  it('needs no findings', () => {
    expect(sent({ ...alert(), data: { title: 'It is there.' } })).toContain('It is there.');
  });
});

describe('a mail', () => {
  const sent = (one: Alert): Message => messageOf(one, 'email', '');

  it('says what is the matter, with names as they are', () => {
    const file = join(__dirname, '__golden__', 'email.txt');
    const { subject, body } = sent(alert());
    const text = `Subject: ${subject}\n\n${body}`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('has a subject of one short line, whatever it is about', () => {
    const title = `payments\r\nBcc: all@example.com\u{0}${'x '.repeat(1_000)}`;
    const { subject = '', body } = sent(alert({ title, findings: [] }));
    expect(subject).toMatch(/^\[sigcat\] error: payments Bcc: all@example\.com\P{Cc}{1,140}$/u);
    expect(body.length).toBeLessThan(1_000);
  });
});

it.each([
  ['webhook', 'https://example.com/hooks?key=1', 'https://example.com/hooks?…'],
  ['slack', 'https://hooks.slack.com/services/T0/B0/secret', 'https://hooks.slack.com/…'],
  ['teams', 'https://x.logic.azure.com/workflows/1?sig=secret', 'https://x.logic.azure.com/…'],
  ['email', 'mailto:risk@example.com', 'mailto:risk@example.com'],
] as const)('the address of a %s does not show what is secret in it', (channel, url, shown) => {
  expect(channels).toContain(channel);
  expect(shownEndpoint(url, channel)).toBe(shown);
});
