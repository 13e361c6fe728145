import { describe, expect, it } from '@jest/globals';
import { parseModel, transports } from '@sigcat/compat';
import fc from 'fast-check';
import { disagreement, modelText } from './testing/disagreement';
import { exceptions } from './testing/exceptions';
import { anyPair } from './testing/pairs';

/* `npm run prove` sets these. The seed is fixed elsewhere: a dispute that is one in a million is not for every build. */
const { PROVE_PAIRS = '2000', PROVE_SEED = '1' } = process.env;

describe('rules against calls', () => {
  it('agree on every pair: what is called compatible breaks no call, and what is an error breaks one', () => {
    fc.assert(
      fc.property(anyPair, ([baseline, candidate]) => {
        for (const transport of transports) {
          for (const extraInputs of ['reject', 'ignore'] as const) {
            const found = disagreement(baseline, candidate, transport, extraInputs, exceptions);
            if (found === undefined) continue;
            const over = `over ${transport}, extra inputs: ${extraInputs}`;
            throw new Error(`${modelText(baseline)}\n${modelText(candidate)}\n${over}: ${found}`);
          }
        }
      }),
      { numRuns: Number(PROVE_PAIRS), seed: Number(PROVE_SEED) },
    );
  }, 86_400_000);

  it.each(exceptions)('differ, since $reason', (exception) => {
    const { before, after, transport, extraInputs = 'reject' } = exception.example;
    const [baseline, candidate] = [parseModel(before), parseModel(after)];
    const found = (known: typeof exceptions) =>
      disagreement(baseline, candidate, transport, extraInputs, known);
    expect(found([])).toEqual(expect.any(String));
    expect(found([exception])).toBeUndefined();
  });
});
