import { type FindingJson, type ReportJson } from '@sigcat/compat';
import { quoteName } from '@sigcat/core';
import { type Colours } from '../terminal';
import { safeText } from './safe-text';

type Level = FindingJson['level'];

/** The part of a report that is told to people. */
export type Findings = Pick<ReportJson, 'verdict' | 'counts'> & {
  readonly findings: readonly Pick<
    FindingJson,
    'rule' | 'level' | 'tag_set' | 'signature_key' | 'before' | 'after' | 'message'
  >[];
};

type FindingText = Findings['findings'][number];

const shown: readonly Level[] = ['error', 'warning', 'info'];

/** `2 errors, 1 warning` */
export function countsText(counts: Findings['counts']): string {
  const parts = shown
    .filter((level) => counts[level] > 0)
    .map((level) => `${counts[level]} ${level}${counts[level] === 1 || level === 'info' ? '' : 's'}`);
  return parts.length === 0 ? 'no differences' : parts.join(', ');
}

/** The verdict in the colour of how serious it is. */
export function verdictText(verdict: Findings['verdict'], colours: Colours): string {
  const style = { compatible: colours.green, undecided: colours.yellow, incompatible: colours.red };
  return colours.bold(style[verdict](verdict));
}

/** Findings by signature, the one with the most serious finding first; each group after an empty line. */
export function findingsText({ findings }: Findings, colours: Colours): string[] {
  const groups = new Map<string, FindingText[]>();
  for (const finding of findings.filter(({ level }) => shown.includes(level))) {
    const place = placeText(finding);
    groups.set(place, [...(groups.get(place) ?? []), finding]);
  }
  return [...groups].flatMap(([place, members]) => [
    '',
    colours.bold(place),
    ...members.flatMap((finding) => findingText(finding, colours)),
  ]);
}

/** Why the verdict is what it is, in one line. */
export function reasonText({ verdict, counts, findings }: Findings, callers = 'callers'): string {
  const [first] = findings;
  const message = safeText(first?.message ?? '').replace(/\.$/, '');
  switch (verdict) {
    case 'compatible':
      return first ? 'Every call that worked before still works.' : 'The signatures are the same.';
    case 'undecided':
      return `Whether ${callers} break cannot be told: ${message}${others(counts.warning)}.`;
    case 'incompatible':
      return `${capitalised(callers)} can break: ${message}${others(counts.error)}.`;
  }
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function others(count: number): string {
  return count > 1 ? `, and ${count - 1} more` : '';
}

/** `serving_default`, with its tag set where that is not the usual one. */
function placeText({ tag_set: tags, signature_key: key }: FindingText): string {
  if (tags === null) return 'model';
  const graph = tagSetText(tags);
  if (key === null) return graph;
  return graph === '{serve}' ? quoteName(key) : `${quoteName(key)} in ${graph}`;
}

export function tagSetText(tags: readonly string[]): string {
  return `{${tags.map(quoteName).join(', ')}}`;
}

function findingText({ level, rule, before, after, message }: FindingText, colours: Colours): string[] {
  const styles: Readonly<Record<Level, (text: string) => string>> = {
    error: colours.red,
    warning: colours.yellow,
    info: colours.cyan,
    hidden: colours.dim,
  };
  const margin = ' '.repeat(11);
  return [
    `  ${styles[level](level.padEnd(7))}  ${safeText(rule)}`,
    `${margin}${safeText(changeText(before, after))}`,
    `${margin}${colours.dim(safeText(message))}`,
  ];
}

/** `+ x: int64[]` for what is new, `- x: int64[]` for what is gone, `float32 -> int64` for what has changed. */
function changeText(before: string | null, after: string | null): string {
  if (before === null) return `+ ${after ?? ''}`;
  return after === null ? `- ${before}` : `${before} -> ${after}`;
}
