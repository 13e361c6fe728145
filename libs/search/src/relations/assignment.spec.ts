import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assign } from './assignment';

describe('assigning', () => {
  it.each([
    [
      'gives each its best choice',
      [
        [0, 1],
        [1, 0],
      ],
      [],
      [0, 1],
    ],
    ['lets who has few choices go first', [[0, 1], [0]], [], [1, 0]],
    [
      'lets who has few choices have the best of them',
      [
        [0, 1, 2],
        [0, 2],
      ],
      [],
      [1, 0],
    ],
    [
      'takes what is free before it puts anybody off',
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
      [],
      [0, 1],
    ],
    [
      'puts others off where nothing is free',
      [
        [0, 1],
        [1, 2],
        [0, 1],
      ],
      [],
      [1, 2, 0],
    ],
    ['leaves who has no choice without', [[], [0]], [], [undefined, 0]],
    ['leaves the last without where there is not enough', [[0], [0]], [], [0, undefined]],
    [
      'gives what is required to somebody',
      [
        [0, 1],
        [0, 2],
      ],
      [1],
      [1, 2],
    ],
    [
      'gives all that is required',
      [
        [0, 1, 2],
        [0, 2],
      ],
      [2, 1],
      [1, 2],
    ],
    [
      'passes required choices on',
      [
        [0, 1, 2],
        [0, 1],
      ],
      [0, 2],
      [2, 0],
    ],
    ['ignores what is required too often', [[0, 1]], [0, 1], [0]],
  ])('%s', (_, choices, required, expected) => {
    expect(assign(choices, required)).toEqual(expected);
  });

  const anyChoices = fc.array(fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 4 }), { maxLength: 4 });

  it('serves as many as can be served, and provides for what is required where that can be', () => {
    fc.assert(
      fc.property(anyChoices, fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 3 }), (choices, required) => {
        const all = assignments(choices);
        const served = (one: readonly (number | undefined)[]) =>
          one.filter((choice) => choice !== undefined).length;
        const most = Math.max(...all.map(served));
        const provides = (one: readonly (number | undefined)[]) =>
          required.every((choice) => one.includes(choice));

        const found = assign(choices, required);
        expect(all).toContainEqual(found);
        expect(served(found)).toBe(most);
        expect(provides(found)).toBe(all.some(provides));
      }),
      { numRuns: 5_000 },
    );
  });
});

/** Every way to give askers choices of their own. */
function assignments(choices: readonly (readonly number[])[]): (number | undefined)[][] {
  let all: (number | undefined)[][] = [[]];
  for (const own of choices) {
    all = all.flatMap((so) => [
      [...so, undefined],
      ...own.filter((choice) => !so.includes(choice)).map((choice) => [...so, choice]),
    ]);
  }
  return all;
}
