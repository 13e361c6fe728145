import { describe, expect, it } from '@jest/globals';
import { Problem } from '@sigcat/problems';
import { Together } from './together';

/** Work that waits to be let go, and the pieces of it that were begun. */
function held(answer: (item: number) => number = (item) => item * 10) {
  const begun: number[][] = [];
  const ends: (() => void)[] = [];
  const work = async (items: readonly number[]): Promise<number[]> => {
    begun.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return items.map(answer);
  };
  /** Ends all work that is begun, and what begins then. */
  const letGo = async (): Promise<void> => {
    while (ends.length > 0) {
      for (const end of ends.splice(0)) end();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { begun, work, letGo };
}

describe('together', () => {
  it('go those who ask while enough is under way, each with an answer of its own', async () => {
    const { begun, work, letGo } = held();
    const together = new Together(work, { atOnce: 2, most: 3 });
    const answers = Promise.all([1, 2, 3, 4, 5, 6].map((item) => together.ask(item)));
    expect(begun).toEqual([[1], [2]]);
    await letGo();
    await expect(answers).resolves.toEqual([10, 20, 30, 40, 50, 60]);
    expect(begun).toEqual([[1], [2], [3, 4, 5], [6]]);
  });

  it('go more of those who come one after the other, once there are many', async () => {
    const { begun, work, letGo } = held();
    const together = new Together(work, { atOnce: 1, most: 100, gatherMs: 20 });
    const ask = (count: number): void => {
      for (let i = 0; i < count; i++) void together.ask(i);
    };
    const sizes = (): number[] => begun.map(({ length }) => length);
    ask(1 + 10);
    await letGo();
    expect(sizes()).toEqual([1, 10]);
    ask(1);
    await letGo();
    ask(2);
    expect(sizes()).toEqual([1, 10]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(sizes()).toEqual([1, 10, 3]);
    await letGo();
    ask(1);
    expect(sizes()).toEqual([1, 10, 3, 1]);
    ask(70);
    await letGo();
    ask(60);
    expect(sizes()).toEqual([1, 10, 3, 1, 70, 50]);
    await letGo();
  });

  it('one that fails does not fail the others', async () => {
    const { begun, work, letGo } = held((item) => {
      if (item === 3) throw new Error('not 3');
      return item;
    });
    const together = new Together(work, { atOnce: 1, most: 10 });
    const answers = Promise.allSettled([1, 2, 3, 4].map((item) => together.ask(item)));
    await letGo();
    expect((await answers).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(begun).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  });

  it('nothing is tried again once nobody knows what was done', async () => {
    const { begun, work, letGo } = held((item) => {
      if (item === 1) return item;
      throw new Problem('database-unavailable', 'It went away.');
    });
    const together = new Together(work, { atOnce: 1, most: 10 });
    const answers = Promise.allSettled([1, 2, 3].map((item) => together.ask(item)));
    await letGo();
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(begun).toEqual([[1], [2, 3]]);
  });
});
