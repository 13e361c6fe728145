import { type Problem } from '@sigcat/problems';
import { type Colours } from '../terminal';
import { safeText } from './safe-text';

/** A problem for people: its code, what is wrong, and the way out; of a fault of the server, what its log knows it by. */
export function problemText(problem: Problem, colours: Colours): string {
  const { code, detail, fix, status, request_id: id } = problem.toDocument();
  const lines = [
    `${colours.red(safeText(code))}: ${safeText(detail)}`,
    `  ${safeText(fix)}`,
    ...(status >= 500 && typeof id === 'string' ? [`  Request ${safeText(id)}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
