import { type AnswerOf } from '@sigcat/client';
import { safeText } from './safe-text';

/** Characters of an answer that are shown; all that is kept of it is in the JSON. */
const longest = 80;

/** What came of sending an alert, and how the answer begins: of that, the first line. */
export function attemptText({
  outcome,
  status,
  excerpt,
}: Omit<AnswerOf<'testSubscription'>, 'at' | 'ms'>): string {
  const [line = ''] = excerpt.split(/\r?\n/, 1);
  const said = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  return safeText([outcome, status, said].filter((part) => part !== null && part !== '').join(' '));
}
