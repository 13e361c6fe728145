import { Aging, sampleAge } from '../aging';
import { type Conditions } from '../conditions';
import { type Database } from '../database';
import { type NamesAhead, NameSample } from './name-sample';

/** Letters that groups of three (pg_trgm) begin with. */
const longEnough = 3;
/** Microseconds, or so, that PostgreSQL takes to read a model that an index of groups has led to, and to sort it in. */
const costOfHit = 0.7;
/** The same, to go past a name in the order of a list. */
const costInOrder = 0.1;

/** A text that names are to have a part of, and what is known of how many do. */
export interface PartOfName extends NamesAhead {
  readonly part: string;
  readonly namespace: string | undefined;
}

/** What is known beforehand of how many names of models have something in them. */
export class PartsOfNames {
  private readonly sample: Aging<NameSample>;

  constructor(database: Database) {
    this.sample = new Aging(() => NameSample.of(database), sampleAge);
  }

  /** @throws Problem `database-unavailable`. */
  async of(part: string, namespace?: string): Promise<PartOfName> {
    const sample = await this.sample.get();
    return { part, namespace, ...sample.expect(part, namespace) };
  }
}

/**
 * The models `m` that have a text in their names, in any case of letters, as a FROM, in no order. It is not left to
 * PostgreSQL how to come by them (OFFSET 0), as it does not know what is rare.
 */
export function modelsByPart(values: Conditions, asked: PartOfName): string {
  const { part, namespace, within } = asked;
  const conditions = [
    ...(namespace === undefined ? [] : [`o.namespace = ${values.value(namespace)}`]),
    ...(isIndexDearer(asked, within.total) ? [] : [byIndex(values, asked)]),
    hasPart('o', values, part),
  ];
  return `(SELECT * FROM model o WHERE ${conditions.join(' AND ')} OFFSET 0) AS m`;
}

/** The condition that a model has a text in its name, in any case of letters, which no index knows. */
export function hasPart(model: string, values: Conditions, part: string): string {
  return `position((SELECT lower(${values.value(part)})) IN ${model}.folded) > 0`;
}

/** Whether a list is found sooner by an index of groups of letters than by going along names in its order. */
export function isByIndex(asked: PartOfName, limit: number): boolean {
  const { hits, distance, total } = asked.within;
  return !isIndexDearer(asked, hits === 0 ? total : Math.min(total, distance + (limit * total) / hits));
}

/** Whether it is dearer to look up all names that have a part, of all namespaces, than to go past so many. */
function isIndexDearer({ part, everywhere }: PartOfName, toGoPast: number): boolean {
  return part === '' || everywhere.hits * costOfHit >= toGoPast * costInOrder;
}

function byIndex(values: Conditions, { part, piece }: PartOfName): string {
  // Code points, as PostgreSQL counts them.
  if (Array.from(part).length < longEnough) {
    return `letter_groups(o.folded) @> ARRAY[lower(${values.value(part)})]`;
  }
  return `o.folded LIKE lower(${values.value(patternOf(piece))})`;
}

/** A pattern for LIKE of what a text is a part of. */
export function patternOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
