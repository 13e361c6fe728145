import { expect, it } from '@jest/globals';
import { acceptedEncoding } from './compression';

it.each<[string | undefined, string | undefined]>([
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP', 'gzip'],
  ['br;q=0.5, gzip;q=0.8', 'gzip'],
  ['br;q=0.8,gzip;q=0.8', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, *', 'gzip'],
  ['gzip;q=0.001', 'gzip'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['gzip;q=0', undefined],
  ['gzip;q=2', undefined],
  ['gzip;level=9', undefined],
  ['identity', undefined],
  ['deflate', undefined],
  ['', undefined],
  [undefined, undefined],
])('of Accept-Encoding: %s is %s', (header, encoding) => {
  expect(acceptedEncoding(header)).toBe(encoding);
});
