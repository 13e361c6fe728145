import { expect, it } from '@jest/globals';
import { judge } from './report';
import { parseModel } from './notation/parse-model';
import { callsDuring } from './testing/calls';

const some = (count: number, spec: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => spec(i));

const signature = (inputs: readonly string[], outputs: readonly string[]): string =>
  `f(${inputs.join(', ')}) -> (${outputs.join(', ')})`;

const one = signature(['x: int8[?]'], ['y: int8[?]', 'z: int8[?]']);

/** Two models, of which at least one has about so many tensors. */
const pairs: readonly (readonly [string, (count: number) => readonly [string, string]])[] = [
  [
    'all inputs are new',
    (n) => [
      one,
      signature(['x: int8[?]', ...some(n, (i) => `a${i}: int8[?]`)], ['y: int8[?]', 'z: int8[?]']),
    ],
  ],
  [
    'all outputs are new',
    (n) => [
      one,
      signature(['x: int8[?]'], ['y: int8[?]', 'z: int8[?]', ...some(n, (i) => `a${i}: int8[?]`)]),
    ],
  ],
  [
    'new outputs have symbols',
    (n) => [
      signature(
        some(n, (i) => `x${i}: int8[?,3]`),
        ['y: int8[?]', 'z: int8[?]'],
      ),
      signature(
        some(n, (i) => `x${i}: int8[?,T${i}]`),
        ['y: int8[?]', 'z: int8[?]', ...some(n, (i) => `a${i}: int8[T${i}]`)],
      ),
    ],
  ],
  [
    'all dtypes change',
    (n) => [
      signature(
        some(n, (i) => `a${i}: int8[?]`),
        ['y: int8[?]'],
      ),
      signature(
        some(n, (i) => `a${i}: int16[?]`),
        ['y: int8[?]'],
      ),
    ],
  ],
  [
    'all sizes change',
    (n) => [
      signature(
        some(n, (i) => `a${i}: int8[?,0]`),
        some(n, (i) => `y${i}: int8[?]`),
      ),
      signature(
        some(n, (i) => `a${i}: int8[?,1]`),
        some(n, (i) => `y${i}: int8[4]`),
      ),
    ],
  ],
  [
    'all names change',
    (n) => [
      signature(
        some(n, (i) => `a${i}: int8[${i}]`),
        ['y: int8[?]'],
      ),
      signature(
        some(n, (i) => `b${i}: int8[${i}]`),
        ['y: int8[?]'],
      ),
    ],
  ],
  [
    'a symbol takes the place of each size',
    (n) => [
      signature(
        some(n, (i) => `a${i}: int8[3]`),
        some(n, (i) => `y${i}: int8[3]`),
      ),
      signature(
        some(n, (i) => `a${i}: int8[S${i}]`),
        some(n, (i) => `y${i}: int8[S${i}]`),
      ),
    ],
  ],
  [
    'many symbols are new',
    (n) => [
      signature(
        some(n, (i) => `a${i}: int8[?]`),
        some(n, (i) => `y${i}: int8[?]`),
      ),
      signature(
        some(n, (i) => `a${i}: int8[S${i}]`),
        some(n, (i) => `y${i}: int8[S${i}]`),
      ),
    ],
  ],
  [
    'one symbol is new',
    (n) => [
      signature(
        some(n, (i) => `a${i}?: int8[?]`),
        some(n, (i) => `y${i}: int8[?]`),
      ),
      signature(
        some(n, (i) => `a${i}?: int8[S]`),
        some(n, (i) => `y${i}: int8[S]`),
      ),
    ],
  ],
  [
    'each symbol leads to the next',
    (n) => [
      signature(
        some(n, (i) => `a${i}: int8[S${i}]`),
        some(n, (i) => `y${i}: int8[S${i}]`),
      ),
      signature(
        some(n, (i) => `a${i}: int8[S${i >> 1}]`),
        some(n, (i) => `y${i}: int8[S${(i + 1) >> 1}]`),
      ),
    ],
  ],
];

it.each(pairs)('compares twice the tensors with twice the work where %s', (_, pairOf) => {
  const calls = (count: number): number => {
    const [before, after] = pairOf(count);
    const [baseline, candidate] = [parseModel(before), parseModel(after)];
    return callsDuring(() => judge(baseline, candidate, { mode: 'FULL' }));
  };
  const [once, twice] = [calls(200), calls(400)];
  expect(twice / once).toBeLessThan(2.5);
});
