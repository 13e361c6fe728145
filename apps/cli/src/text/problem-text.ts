import { type Problem } from '@sigcat/problems';
import { PointedProblem } from '../pointed-problem';
import { type Stream } from '../terminal';
import { pointerText } from './pointer-text';
import { safeText } from './safe-text';

const indent = '  ';

/**
 * A problem for people: its code, what is wrong and, in what was written, where; the way out; of a fault of the server,
 * what its log knows it by.
 */
export function problemText(problem: Problem, { colours, width }: Pick<Stream, 'colours' | 'width'>): string {
  const { code, detail, fix, status, request_id: id } = problem.toDocument();
  const lines = [
    `${colours.red(safeText(code))}: ${safeText(detail)}`,
    ...(problem instanceof PointedProblem ? pointerText(problem.place, width - indent.length) : []).map(
      (line) => `${indent}${line}`,
    ),
    `${indent}${safeText(fix)}`,
    ...(status >= 500 && typeof id === 'string' ? [`${indent}Request ${safeText(id)}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
