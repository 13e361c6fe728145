import { type SentAlert } from '../alert';
import { type FindingLine, forPeople } from './for-people';

/** Characters of a subject: what lists of mails have room for, and then some. */
const longestSubject = 180;

/** A mail as people read it. */
export interface Mail {
  /** One line. */
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

export function emailOf(alert: SentAlert): Mail {
  const { title, findings, footing } = forPeople(alert);
  const subject = Array.from(`[sigcat] ${alert.level}: ${title}`);
  return {
    subject: subject.slice(0, longestSubject).join(''),
    text: `${[title, ...findings.map(paragraphOf), `-- \n${footing}`].join('\n\n')}\n`,
  };
}

function paragraphOf({ what, change, message }: FindingLine): string {
  return [what, ...(change === undefined ? [] : [change]), message].join('\n  ');
}
