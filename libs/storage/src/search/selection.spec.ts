import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Selection } from './selection';

const capacity = 100;
const anyNumbers = fc.uniqueArray(fc.nat({ max: capacity - 1 }));

describe('a selection', () => {
  it('has the size, the first and the common parts of a set of its numbers', () => {
    fc.assert(
      fc.property(anyNumbers, anyNumbers, (a, b) => {
        const [one, other] = [Selection.of(a, capacity), Selection.of(b, capacity)];
        const tell = ({ size, first }: Selection): unknown => ({ size, first });
        const wanted = (numbers: readonly number[]): unknown => ({
          size: numbers.length,
          first: [...numbers].sort((x, y) => x - y)[0],
        });
        expect(tell(one)).toEqual(wanted(a));
        expect(tell(one.and(other))).toEqual(wanted(a.filter((number) => b.includes(number))));
        expect(tell(one.or(other))).toEqual(wanted([...new Set([...a, ...b])]));
      }),
    );
  });
});
