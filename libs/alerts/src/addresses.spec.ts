import { describe, expect, it } from '@jest/globals';
import { isAllowedAddress, isNetwork } from './addresses';
import { parseEndpoint } from './endpoint';

describe('an address', () => {
  it.each<[string, boolean]>([
    ['93.184.215.14', true],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', true],
    ['127.0.0.1', false],
    ['127.255.0.9', false],
    ['0.0.0.0', false],
    ['10.0.0.1', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['ff02::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001:db8::1', false],
    ['no address', false],
  ])('%s may be sent to: %s', (address, allowed) => {
    expect(isAllowedAddress(address, true, [])).toBe(allowed);
  });

  it('in a network that is allowed may be sent to, without TLS as well, and no other', () => {
    const networks = ['10.1.0.0/16', '::1/128'];
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '::1']) {
      expect(isAllowedAddress(address, false, networks)).toBe(true);
    }
    expect(isAllowedAddress('10.2.0.1', true, networks)).toBe(false);
    expect(isAllowedAddress('93.184.215.14', false, networks)).toBe(false);
    expect(isAllowedAddress('93.184.215.14', true, networks)).toBe(true);
  });

  it('is in a network written with its bits', () => {
    expect(['10.0.0.0/8', '::1/128', '10.0.0.0', 'here/8', ''].map(isNetwork)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('an endpoint', () => {
  it.each<[string, readonly string[], string]>([
    ['https://example.com/a?b#c', [], 'https://example.com'],
    ['https://example.com:8443/', [], 'https://example.com:8443'],
    ['http://10.0.0.1/', ['10.0.0.0/8'], 'http://10.0.0.1'],
    ['http://example.com/', ['10.0.0.0/8'], 'http://example.com'],
  ])('%s with %j allowed loads %s', (url, networks, host) => {
    expect(parseEndpoint(url, networks)).toMatchObject({ host });
  });

  it.each([
    ['http://example.com/', []],
    ['ftp://example.com/', []],
    ['https://user@example.com/', []],
    ['https://2130706433/', []],
    ['https://[::1]/', []],
    ['https://10.2.0.1/', ['10.1.0.0/16']],
    ['http://93.184.215.14/', ['10.1.0.0/16']],
    ['https://', []],
  ])('%s with %j allowed is refused', (url, networks) => {
    expect(typeof parseEndpoint(url, networks)).toBe('string');
  });
});
