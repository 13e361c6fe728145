import { expect, it } from '@jest/globals';
import { pointerText } from './pointer-text';

it.each([
  ['(x: int9)', 4, '(x: int9)', 4],
  ['', 0, '', 0],
  ['(x', 2, '(x', 2],
  ['(x: int8,\n y: int9\n)', 14, ' y: int9', 4],
  ['(\n', 2, '', 0],
  ['("\u202e": int9)', 6, '("\\u202e": int9)', 11],
  ['(\ud83d\ude00: int9)', 5, '(\ud83d\ude00: int9)', 4],
  ['a'.repeat(30) + 'b'.repeat(30), 30, `... ${'a'.repeat(6)}${'b'.repeat(6)} ...`, 10],
  ['a'.repeat(19) + 'b', 19, `${'a'.repeat(19)}b`, 19],
  ['a'.repeat(20) + 'b', 20, `... ${'a'.repeat(6)}b`, 10],
])('of %j at %i shows %j', (text, position, line, column) => {
  expect(pointerText({ text, position }, 20)).toEqual([line, `${' '.repeat(column)}^`]);
});
