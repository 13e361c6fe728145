import { describe, expect, it } from '@jest/globals';
import { type ModelSignatures, parseType, type TensorSpec } from '@sigcat/core';
import { parseModel } from '../notation/parse-model';
import { modelOf } from '../testing/arbitraries';
import { printAxes } from '../texts';
import { factsBetween } from './between-models';
import { mirror } from './mirror';

/** `+ a[0] = b[0]` for a tie that is new, `-` for one that is gone. */
function ties(before: string, after: string): string[] {
  const [a, b] = [parseModel(`format: onnx\n${before}`), parseModel(`format: onnx\n${after}`)];
  return factsBetween(a, b).flatMap((fact) => {
    if (fact.aspect !== 'dim-equality') return [];
    expect(mirror(mirror(fact))).toEqual(fact);
    return [`${fact.change === 'added' ? '+' : '-'} ${printAxes(fact.axes)}`];
  });
}

describe('symbols that tie axes together', () => {
  it.each([
    ['are only called differently', 'f(a: int8[N], b: int8[N,M])', 'f(a: int8[K], b: int8[K,N])', []],
    ['stand alone', 'f(a: int8[N], b: int8[M])', 'f(a: int8[?], b: int8[K])', []],
    ['tie two inputs', 'f(a: int8[N], b: int8[M])', 'f(a: int8[N], b: int8[N])', ['+ a[0] = b[0]']],
    ['tie an input in itself', 'f(a: int8[?,?])', 'f(a: int8[N,N])', ['+ a[0] = a[1]']],
    [
      'tie in the order of names',
      'f(b: int8[?], a: int8[?,?])',
      'f(b: int8[N], a: int8[?,N])',
      ['+ a[1] = b[0]'],
    ],
    [
      'tie one more',
      'f(a: int8[N], b: int8[N], c: int8[?])',
      'f(a: int8[N], b: int8[N], c: int8[N])',
      ['+ a[0] = b[0] = c[0]'],
    ],
    ['take the place of one size', 'f(a: int8[4], b: int8[4])', 'f(a: int8[N], b: int8[N])', []],
    [
      'take the place of two sizes',
      'f(a: int8[4], b: int8[5])',
      'f(a: int8[N], b: int8[N])',
      ['+ a[0] = b[0]'],
    ],
    ['give way to one size', 'f(a: int8[N], b: int8[N])', 'f(a: int8[4], b: int8[4])', []],
    ['lose a rank', 'f(a: int8[N], b: int8[N])', 'f(a: int8[...], b: int8[N])', ['- a[0] = b[0]']],
    ['lose a tensor', 'f(a: int8[N], b: int8[N])', 'f(a: int8[N])', []],
    ['get another rank', 'f(a: int8[N], b: int8[N])', 'f(a: int8[N], b: int8[N,1])', []],
  ])('%s: from %s to %s', (_, before, after, found) => {
    expect(ties(`${before} -> ()`, `${after} -> ()`)).toEqual(found);
    const undone = found.map((tie) => tie.replace(/^[+-]/, (sign) => (sign === '+' ? '-' : '+')));
    expect(ties(`${after} -> ()`, `${before} -> ()`)).toEqual(undone);
  });

  it.each([
    [
      'are a promise',
      'f(a: int8[?]) -> (y: int8[?])',
      'f(a: int8[N]) -> (y: int8[N])',
      ['+ a[0] = output y[0]'],
    ],
    [
      'are a demand and a promise',
      'f(a: int8[?], b: int8[?]) -> (y: int8[?])',
      'f(a: int8[N], b: int8[N]) -> (y: int8[N])',
      ['+ a[0] = b[0]', '+ a[0] = b[0] = output y[0]'],
    ],
    // Callers of the baseline send a and b of one size, so y has the size of b as before.
    [
      'drop a demand and keep the promise',
      'f(a: int8[N], b: int8[N]) -> (y: int8[N])',
      'f(a: int8[N], b: int8[?]) -> (y: int8[N])',
      ['- a[0] = b[0]'],
    ],
    // They may leave a out, and then nothing is promised of y any more.
    [
      'drop a demand, and the promise with it',
      'f(a?: int8[N], b: int8[N]) -> (y: int8[N])',
      'f(a?: int8[N], b: int8[?]) -> (y: int8[N])',
      ['- a[0] = b[0]', '- a[0] = b[0] = output y[0]'],
    ],
    // They may leave b out, and send it of the size of a otherwise.
    [
      'keep the promise whether an input is sent or not',
      'f(a: int8[N], b?: int8[N]) -> (y: int8[N])',
      'f(a: int8[N], b?: int8[?]) -> (y: int8[N])',
      ['- a[0] = b[0]'],
    ],
    // Where a server ignores the input, callers go on sending it.
    [
      'end with an input',
      'f(a: int8[?,N], b: int8[]) -> (y: int8[N])',
      'f(b: int8[]) -> (y: int8[N])',
      ['- a[1] = output y[0]'],
    ],
    [
      'go on with another input of the same size',
      'f(a: int8[N], b: int8[N]) -> (y: int8[N])',
      'f(b: int8[N]) -> (y: int8[N])',
      [],
    ],
    [
      'tie two outputs',
      'f() -> (y: int8[?], z: int8[?])',
      'f() -> (y: int8[N], z: int8[N])',
      ['+ output y[0] = output z[0]'],
    ],
  ])('%s: from %s to %s', (_, before, after, found) => {
    expect(ties(before, after)).toEqual(found);
  });

  it.each([
    [
      'the second axis of an input',
      'f(a: int8[?,?]) -> (y: int8[?])',
      'f(a: int8[?,N]) -> (y: int8[N])',
      true,
    ],
    [
      'a first axis of one size',
      'f(a: int8[?], b: int8[4]) -> (y: int8[?])',
      'f(a: int8[?], b: int8[N]) -> (y: int8[N])',
      true,
    ],
    ['the axis of the rows', 'f(a: int8[?,?]) -> (y: int8[?])', 'f(a: int8[N,?]) -> (y: int8[N])', false],
    [
      'an axis as long as the rows',
      'f(a: int8[K,K]) -> (y: int8[?])',
      'f(a: int8[?,N]) -> (y: int8[N])',
      false,
    ],
    [
      'it, where rows can be left out',
      'f(a?: int8[?], b: int8[?,?]) -> (y: int8[?])',
      'f(a?: int8[N], b: int8[?,N]) -> (y: int8[N])',
      true,
    ],
    [
      'both axes of what can be left out',
      'f(a?: int8[?,?], b: int8[?]) -> (y: int8[?])',
      'f(a?: int8[N,N], b: int8[?]) -> (y: int8[N])',
      false,
    ],
    [
      'an axis where no rows are sent',
      'f(a: int8[4,?]) -> (y: int8[?])',
      'f(a: int8[4,N]) -> (y: int8[N])',
      false,
    ],
    [
      'one where ranks are not recorded',
      'f(a: int8[...], b: int8[2,?]) -> (y: int8[?])',
      'f(a: int8[...], b: int8[2,N]) -> (y: int8[N])',
      true,
    ],
    [
      'the second axis of an output',
      'f(a: int8[?,?]) -> (y: int8[?,?])',
      'f(a: int8[?,N]) -> (y: int8[?,N])',
      false,
    ],
    [
      'an output of no recorded rank',
      'f(a: int8[?,?]) -> (y: int8[...])',
      'f(a: int8[?,N]) -> (y: int8[N])',
      false,
    ],
  ])('cost rows or not where they tie %s: from %s to %s', (_, before, after, costs) => {
    const found = factsBetween(parseModel(before), parseModel(after)).flatMap((fact) =>
      fact.aspect === 'dim-equality' && fact.change === 'added' && fact.between === 'output'
        ? [fact.costsRows]
        : [],
    );
    expect(found).toEqual([costs]);
  });

  it('name the axes in the order of names, whatever that of the file', () => {
    const model = (...inputs: readonly TensorSpec[]): ModelSignatures => modelOf({ inputs, outputs: [] });
    const spec = (name: string, dim: string): TensorSpec => ({
      name,
      ...parseType(`int8[${dim}]`),
      optional: false,
    });
    const [fact] = factsBetween(model(spec('b', '?'), spec('a', '?')), model(spec('b', 'N'), spec('a', 'N')));
    expect(fact).toMatchObject({ axes: [{ name: 'a' }, { name: 'b' }] });
  });
});
