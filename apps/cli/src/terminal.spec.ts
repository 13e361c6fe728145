import { expect, it } from '@jest/globals';
import { streamTo } from './terminal';

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('on a terminal: %s, with %j, colours are %s', (isTTY, env, expected) => {
  expect(streamTo({ isTTY, write: () => true }, env).colours.isColorSupported).toBe(expected);
});
