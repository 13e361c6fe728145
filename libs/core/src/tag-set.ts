import { byText } from './order';

/** The tags of one graph: sorted, each once. Order and repetition in a file mean nothing. */
export type TagSet = readonly string[];

export function tagSet(tags: Iterable<string>): TagSet {
  return [...new Set(tags)].sort(byText);
}

/**
 * One text for one tag set, for people and for use as a key: `serve`, `gpu,serve`. Commas in tags are escaped,
 * and an empty tag is `""`.
 */
export function tagSetText(tags: TagSet): string {
  // Nearly all have one tag with nothing to escape.
  const only = tags.length === 1 ? tags[0] : undefined;
  return only !== undefined && plain.test(only) ? only : tags.map(escaped).join(',');
}

const plain = /^[^\\,"]+$/;

function escaped(tag: string): string {
  return tag === '' ? '""' : tag.replace(/[\\,"]/g, '\\$&');
}

export function compareTagSets(a: TagSet, b: TagSet): number {
  return byText(tagSetText(a), tagSetText(b));
}
