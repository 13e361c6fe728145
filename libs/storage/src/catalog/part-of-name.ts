import { type Conditions } from '../conditions';

/** Letters that groups of three (pg_trgm) begin with. */
const longEnough = 3;

/**
 * Chooses the models `m` that have a text in their names, in any case of letters. Indexes of groups of letters find those
 * of which there are few; where there are many, PostgreSQL goes along the names in the order of a list.
 */
export function addPartOfName(conditions: Conditions, part: string): void {
  conditions.add('m.folded LIKE lower(?)', patternOf(part));
  // Code points, as PostgreSQL counts them.
  const letters = Array.from(part).length;
  if (letters > 0 && letters < longEnough) conditions.add('letter_groups(m.folded) @> ARRAY[lower(?)]', part);
}

/** A pattern for LIKE of what a text is a part of. */
export function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
