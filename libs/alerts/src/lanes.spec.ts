import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Lanes } from './lanes';

/** Work that ends when it is told to. */
function piece(
  log: string[],
  name: string,
): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = (): Promise<void> => {
    log.push(name);
    return ended;
  };
  return { work, end };
}

describe('work for hosts', () => {
  it('is done so much at once for each host and in all, in its order', async () => {
    const lanes = new Lanes({ perHost: 2, inAll: 3 });
    const log: string[] = [];
    const pieces = Object.fromEntries(['a1', 'a2', 'a3', 'b1', 'b2'].map((name) => [name, piece(log, name)]));
    for (const [name, { work }] of Object.entries(pieces)) lanes.add(name.charAt(0), work);
    expect(log).toEqual(['a1', 'a2', 'b1']);
    expect([lanes.held, lanes.heldOf('a'), lanes.heldOf('b'), lanes.heldOf('c')]).toEqual([5, 3, 2, 0]);
    pieces['a2']?.end();
    await turn();
    expect(log).toEqual(['a1', 'a2', 'b1', 'a3']);
    pieces['a1']?.end();
    await turn();
    expect(log).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
    for (const { end } of Object.values(pieces)) end();
    await turn();
    expect([lanes.held, ...lanes.hosts()]).toEqual([0]);
  });
});
