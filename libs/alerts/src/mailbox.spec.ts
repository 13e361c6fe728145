import { describe, expect, it } from '@jest/globals';
import { mailboxOf, parseMailbox } from './mailbox';

describe('a mailbox', () => {
  it.each([
    ['mailto:risk@example.com', 'risk@example.com'],
    ["mailto:o'neill+fraud.team@mail.EXAMPLE.com", "o'neill+fraud.team@mail.example.com"],
    ['mailto:root@localhost', 'root@localhost'],
    ['MAILTO:A@xn--bcher-kva.example', 'A@xn--bcher-kva.example'],
  ])('%s is taken', (text, address) => {
    const parsed = parseMailbox(text, []);
    expect(parsed).toEqual({ url: `mailto:${address}`, host: 'smtp' });
    expect(mailboxOf(`mailto:${address}`)).toBe(address);
  });

  it.each([
    'risk@example.com',
    'https://example.com/',
    'mailto:',
    'mailto:risk',
    'mailto:@example.com',
    'mailto:risk@',
    'mailto:risk@example.com,all@example.com',
    'mailto:risk@example.com?bcc=all@example.com',
    'mailto:risk@example.com\r\nBcc: all@example.com',
    'mailto:risk%0d%0aBcc:x@example.com',
    'mailto:Risk <risk@example.com>',
    'mailto:"a b"@example.com',
    'mailto:a..b@example.com',
    'mailto:risk@-example.com',
    'mailto:risk@[127.0.0.1]',
    'mailto:müller@example.com',
    `mailto:${'a'.repeat(65)}@example.com`,
    `mailto:risk@${Array.from({ length: 5 }, () => 'b'.repeat(60)).join('.')}`,
  ])('%j is none', (text) => {
    expect(typeof parseMailbox(text, [])).toBe('string');
  });

  it.each([
    ['mailto:a@Example.com', true],
    ['mailto:a@example.org', true],
    ['mailto:a@mail.example.com', false],
    ['mailto:a@notexample.com', false],
  ])('%s is in a domain that mail may be sent to: %j', (text, expected) => {
    expect(typeof parseMailbox(text, ['example.com', 'example.org']) === 'object').toBe(expected);
  });
});
