import { type TagSet, tagSet } from '@sigcat/core';

interface Letter {
  readonly text: string;
  readonly escaped: boolean;
}

/**
 * Reads a tag set as a filter writes it: `serve`, `gpu, serve`; an empty tag is `""`, a backslash takes the next
 * character as it is, and white space around tags means nothing. The empty text is the empty tag set.
 */
export function parseTagSet(text: string): TagSet {
  const parts: Letter[][] = [[]];
  for (const [, escaped, plain = ''] of text.matchAll(/\\([^])|([^])/g)) {
    if (plain === ',') parts.push([]);
    else parts.at(-1)?.push({ text: escaped ?? plain, escaped: escaped !== undefined });
  }
  return tagSet(parts.map(trimmed).flatMap(tagsIn));
}

/** `parseTagSet` gives the same tag set back from it. */
export function printTagSet(tags: TagSet): string {
  return tags.map((tag) => (tag === '' ? '""' : tag.replace(/[\\,"]|^\s|\s$/g, '\\$&'))).join(',');
}

function trimmed(part: readonly Letter[]): readonly Letter[] {
  const means = ({ text, escaped }: Letter): boolean => escaped || !/\s/.test(text);
  return part.slice(part.findIndex(means), part.findLastIndex(means) + 1);
}

function tagsIn(part: readonly Letter[]): readonly string[] {
  const tag = part.map(({ text }) => text).join('');
  const isPlain = part.every(({ escaped }) => !escaped);
  return part.length === 0 ? [] : [isPlain && tag === '""' ? '' : tag];
}
