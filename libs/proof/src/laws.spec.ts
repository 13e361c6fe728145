import { describe, expect, it } from '@jest/globals';
import { writeSync } from 'node:fs';
import { tally } from './testing/tally';

/**
 * What `npm run prove` asks for: seeds with a number of pairs each, and a file descriptor that takes a line for each.
 * The seed is the same in every build: a dispute that is one in a million is not for every build.
 */
const { PROVE_BLOCKS = '[[1,2000]]', PROVE_TO } = process.env;
const blocks = JSON.parse(PROVE_BLOCKS) as readonly (readonly [seed: number, pairs: number])[];

describe('rules and calls', () => {
  it.each(blocks)(
    'agree on every pair: what is called compatible breaks no call, and what is an error breaks one (seed %i, %i pairs)',
    (seed, pairs) => {
      const found = tally(seed, pairs);
      if (PROVE_TO !== undefined) writeSync(Number(PROVE_TO), `${JSON.stringify({ seed, pairs, found })}\n`);
      expect(found).toEqual([]);
    },
    86_400_000,
  );
});
