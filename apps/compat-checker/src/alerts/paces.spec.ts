import { describe, expect, it } from '@jest/globals';
import { Paces } from './paces';

describe('what is taken ahead', () => {
  it.each([
    ['a host that is not known', [], 4],
    ['a quick one', [2, 2], 32],
    ['one that takes a tenth of a second', [100], 2],
    ['a slow one', [9_000], 1],
  ])('of %s', (_, times, rounds) => {
    const paces = new Paces();
    for (const ms of times) paces.took('https://example.com', ms);
    expect(paces.rounds('https://example.com')).toBe(rounds);
    expect(paces.rounds('https://example.org')).toBe(4);
  });

  it('becomes less when a host becomes slow, and not for one slow answer', () => {
    const paces = new Paces();
    for (let i = 0; i < 10; i++) paces.took('host', 10);
    paces.took('host', 50);
    expect(paces.rounds('host')).toBeGreaterThan(8);
    for (let i = 0; i < 30; i++) paces.took('host', 500);
    expect(paces.rounds('host')).toBe(1);
  });
});
