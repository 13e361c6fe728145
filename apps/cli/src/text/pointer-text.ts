import { type Place } from '../pointed-problem';
import { safeText } from './safe-text';

const left = '... ';
const right = ' ...';

/** The line that a place is on and, under it, a caret at the place; of a line that is too long what is around it. */
export function pointerText({ text, position }: Place, width: number): [line: string, caret: string] {
  const start = text.slice(0, position).lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', position);
  const before = Array.from(safeText(text.slice(start, position)));
  const after = Array.from(safeText(text.slice(position, end < 0 ? undefined : end)));
  const isLong = before.length + after.length > width;
  const half = Math.floor(width / 2);
  const head = isLong && before.length > half ? [left, ...before.slice(left.length - half)] : before;
  const indent = Array.from(head.join('')).length;
  const room = width - indent;
  const tail = after.length <= room ? after : [...after.slice(0, Math.max(0, room - right.length)), right];
  return [[...head, ...tail].join(''), `${' '.repeat(indent)}^`];
}
