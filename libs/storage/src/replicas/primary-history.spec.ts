import { describe, expect, it } from '@jest/globals';
import { parsePosition } from './position';
import { PrimaryHistory } from './primary-history';

describe('how far a replica is behind', () => {
  const history = new PrimaryHistory();
  history.record(100n, 0);
  history.record(200n, 1_000);
  history.record(200n, 2_000);
  history.record(300n, 3_000);

  it.each([
    ['has replayed all', 300n, 0],
    ['has replayed more than was seen of the primary', 301n, 0],
    ['misses what was written last', 299n, 500],
    ['misses all that was written since a moment', 150n, 2_500],
    ['has nothing', 0n, 3_500],
  ])('is told of one that %s', (_, replayed, lag) => {
    expect(history.lagOf(replayed, 3_500)).toBe(lag);
  });

  it('is nothing while nothing is known of the primary', () => {
    expect(new PrimaryHistory().lagOf(0n, 1_000)).toBe(0);
  });
});

describe('a position', () => {
  it.each([
    ['0/0', 0n],
    ['16/B374D848', 0x16b374d848n],
    ['1/0000000a', 0x10000000an],
    ['16', undefined],
    ['16/', undefined],
    ['g/0', undefined],
    ['123456789/0', undefined],
  ])('is read from %s', (text, position) => {
    expect(parsePosition(text)).toBe(position);
  });
});
