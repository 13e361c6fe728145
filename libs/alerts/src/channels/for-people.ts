import { type SentAlert } from '../alert';

/** Findings shown to people; the report has all of them. */
export const shownFindings = 5;
/** Characters of one part of a message. */
const longest = 300;

/** A finding in a line or two. */
export interface FindingLine {
  /** The rule and where it applies, such as `input-removed serve/f/inputs/x`. */
  readonly what: string;
  /** What was and what is, in the notation; absent where the finding has neither. */
  readonly change?: string;
  readonly message: string;
}

/** What people are shown of an alert. */
export interface ForPeople {
  readonly subject: string;
  readonly title: string;
  readonly findings: readonly FindingLine[];
  /** What stands below, such as `compatibility.broken, error, payments/fraud@3`. */
  readonly footing: string;
}

/** @param most findings that are shown */
export function forPeople(
  { type, level, subject, data }: SentAlert,
  most: number = shownFindings,
): ForPeople {
  const all = Array.isArray(data['findings'])
    ? (data['findings'] as Readonly<Record<string, unknown>>[])
    : [];
  const left = Math.max(0, all.length - most) + (Number(data['findings_left']) || 0);
  return {
    subject: bounded(subject),
    title: bounded(data.title),
    findings: all.slice(0, most).map(lineOf),
    footing: [type, level, subject, ...(left > 0 ? [`${left} more findings`] : [])].map(bounded).join(', '),
  };
}

function lineOf({ rule, path, before, after, message }: Readonly<Record<string, unknown>>): FindingLine {
  const shown = (value: unknown): string => (typeof value === 'string' ? bounded(value) : 'nothing');
  const changed = typeof before === 'string' || typeof after === 'string';
  return {
    what: [rule, path]
      .filter((one) => typeof one === 'string')
      .map(bounded)
      .join(' '),
    ...(changed && { change: `${shown(before)} → ${shown(after)}` }),
    message: typeof message === 'string' ? bounded(message) : '',
  };
}

function bounded(text: string): string {
  const letters = Array.from(text.replace(/[\s\p{Cc}]+/gu, ' '));
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : letters.join('');
}
