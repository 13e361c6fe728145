/**
 * The models that have a text in their names, in any case of letters, as a condition: the text is its one value, in the
 * form of {@link patternOf}. Three letters and more are looked for by an index of groups of three (pg_trgm).
 */
export const hasInName = 'm.folded LIKE lower(?)';

/** A pattern for LIKE of what a text is a part of. */
export function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
