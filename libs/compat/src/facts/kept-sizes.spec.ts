import { expect, it } from '@jest/globals';
import { compare } from '../compare';
import { parseModel } from '../notation/parse-model';

const found = (before: string, after: string): string[] =>
  compare(parseModel(`f(${before}`), parseModel(`f(${after}`), { unknownShapes: 'strict' })
    .map(({ rule }) => rule)
    .filter((rule) => rule.startsWith('output-dim'));

it.each([
  ['a: int8[8]) -> (y: int8[8])', 'a: int8[N]) -> (y: int8[N])'],
  ['a: int8[N]) -> (y: int8[N])', 'a: int8[8]) -> (y: int8[8])'],
  ['a: int8[?,8], b: int8[]) -> (y: int8[?,8])', 'a: int8[?,N], b: int8[]) -> (y: int8[?,N])'],
])('says nothing of an output that is as large as what callers send: %s and then %s', (before, after) => {
  expect(found(before, after)).toEqual([]);
});

it.each([
  ['another size', 'a: int8[8]) -> (y: int8[9])', 'a: int8[N]) -> (y: int8[N])', 'output-dim-relaxed'],
  ['another axis', 'a: int8[8,3]) -> (y: int8[8])', 'a: int8[8,N]) -> (y: int8[N])', 'output-dim-relaxed'],
  [
    'a symbol that no input has',
    'a: int8[8]) -> (y: int8[8])',
    'a: int8[M]) -> (y: int8[N])',
    'output-dim-relaxed',
  ],
  [
    'an input that may be left out',
    'a?: int8[8]) -> (y: int8[8])',
    'a?: int8[N]) -> (y: int8[N])',
    'output-dim-relaxed',
  ],
  [
    'an input that is new',
    'b: int8[]) -> (y: int8[8])',
    'b: int8[], a?: int8[N]) -> (y: int8[N])',
    'output-dim-relaxed',
  ],
  [
    'an input of unknown rank',
    'a: int8[...]) -> (y: int8[8])',
    'a: int8[N]) -> (y: int8[N])',
    'output-dim-relaxed',
  ],
  [
    'an input of any size',
    'a: int8[?]) -> (y: int8[8])',
    'a: int8[N]) -> (y: int8[N])',
    'output-dim-relaxed',
  ],
])('says that an output may be larger with %s', (_, before, after, rule) => {
  expect(found(before, after)).toEqual([rule]);
});
