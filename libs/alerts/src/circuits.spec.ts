import { describe, expect, it } from '@jest/globals';
import { Circuits } from './circuits';

const host = 'https://example.com';

describe('a circuit', () => {
  it('opens after so many failures in a row, lets one try later, and closes when that succeeds', () => {
    const circuits = new Circuits({ failures: 3, openMs: 1_000 });
    const room = (now: number): number => circuits.room(host, 16, now);
    for (const now of [0, 1]) circuits.failed(host, now);
    expect(room(1)).toBe(16);
    circuits.failed(host, 2);
    expect(room(2)).toBe(0);
    expect([...circuits.hosts()]).toEqual([host]);
    expect(circuits.room('https://other.com', 16, 2)).toBe(16);
    expect(room(1_002)).toBe(1);
    circuits.failed(host, 1_003);
    expect(room(1_500)).toBe(0);
    expect(room(2_003)).toBe(1);
    circuits.succeeded(host);
    expect(room(2_004)).toBe(16);
    expect([...circuits.hosts()]).toEqual([]);
  });

  it('stays closed where somebody succeeds in between', () => {
    const circuits = new Circuits({ failures: 2, openMs: 1_000 });
    for (let now = 0; now < 10; now++) {
      circuits.failed(host, now);
      circuits.succeeded(host);
    }
    expect(circuits.room(host, 16, 10)).toBe(16);
  });
});
