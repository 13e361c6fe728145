import { describe, expect, it } from '@jest/globals';
import { type Verdict } from '@sigcat/compat';
import { MostSerious } from './most-serious';

const kept = (
  most: number,
  ...verdicts: readonly Verdict[]
): MostSerious<{ verdict: Verdict; at: number }> => {
  const those = new MostSerious<{ verdict: Verdict; at: number }>(most);
  for (const [at, verdict] of verdicts.entries()) those.add({ verdict, at });
  return those;
};

describe('the most serious', () => {
  it.each<[string, Verdict | undefined, readonly Verdict[], readonly number[]]>([
    ['of none', undefined, [], []],
    ['of equals are the first', 'compatible', ['compatible', 'compatible', 'compatible'], [0, 1]],
    ['come first', 'incompatible', ['compatible', 'undecided', 'incompatible'], [2, 1]],
    [
      'take all the room',
      'incompatible',
      ['incompatible', 'undecided', 'incompatible', 'incompatible'],
      [0, 2],
    ],
  ])('%s', (_, verdict, verdicts, shown) => {
    const those = kept(2, ...verdicts);
    expect(those.verdict).toBe(verdict);
    expect(those.items.map(({ at }) => at)).toEqual(shown);
  });

  it('are counted with all others', () => {
    const { counts } = kept(1, 'incompatible', 'compatible', 'incompatible');
    expect(counts).toEqual({ incompatible: 2, undecided: 0, compatible: 1 });
  });
});
