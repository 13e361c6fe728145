import { type Problem } from '@sigcat/problems';
import { type Colours } from '../terminal';
import { safeText } from './safe-text';

/** A problem for people: its code, what is wrong, and the way out. */
export function problemText(problem: Problem, colours: Colours): string {
  const { code, detail, fix } = problem.toDocument();
  const lines = [`${colours.red(safeText(code))}: ${safeText(detail)}`, `  ${safeText(fix)}`];
  return lines.map((line) => `${line}\n`).join('');
}
