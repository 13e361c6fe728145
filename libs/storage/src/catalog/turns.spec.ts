import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns';

describe('turns', () => {
  it('come one after the other for one key, and at once for two', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    const take = (key: string, name: string, milliseconds: number): Promise<void> =>
      turns.take(key, async () => {
        seen.push(`${name} begins`);
        await setTimeout(milliseconds);
        seen.push(`${name} ends`);
      });
    await Promise.all([take('a', '1', 40), take('a', '2', 1), take('b', '3', 1)]);
    expect(seen).toEqual(['1 begins', '3 begins', '3 ends', '1 ends', '2 begins', '2 ends']);
  });

  it('go on after one that failed', async () => {
    const turns = new Turns();
    const failing = turns.take('a', () => Promise.reject(new Error('no')));
    const next = turns.take('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});
