import fc from 'fast-check';
import { type Disagreement, disagreementsOver } from './disagreement';
import { anyPair } from './pairs';

/** How often rules and calls differ in one way, and the smallest pair that they differ over so. */
export interface Tallied extends Disagreement {
  readonly pairs: number;
}

/** Goes through as many pairs as it is told, whatever is found. The same pairs for the same seed. */
export function tally(seed: number, pairs: number): Tallied[] {
  const found = new Map<string, { pairs: number; readonly first: number }>();
  let number = 0;
  const go = fc.property(anyPair, ([baseline, candidate]) => {
    number++;
    for (const kind of new Set(disagreementsOver(baseline, candidate).map((one) => one.kind))) {
      const known = found.get(kind);
      if (known === undefined) found.set(kind, { pairs: 1, first: number });
      else known.pairs++;
    }
  });
  fc.assert(go, { seed, numRuns: pairs });
  return Array.from(found, ([kind, { pairs, first }]) => ({
    kind,
    pairs,
    text: smallest(kind, seed, first),
  }));
}

/** @param first the number of a pair that they differ over so, counted from 1 */
function smallest(kind: string, seed: number, first: number): string {
  const ofKind = (pair: Parameters<typeof disagreementsOver>): Disagreement | undefined =>
    disagreementsOver(...pair).find((one) => one.kind === kind);
  const none = fc.property(anyPair, (pair) => ofKind(pair) === undefined);
  const { counterexample } = fc.check(none, { seed, numRuns: first });
  return (counterexample && ofKind(counterexample[0])?.text) ?? '';
}
