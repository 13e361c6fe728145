import { type Conditions } from '../conditions';

export type Labels = Readonly<Record<string, string>>;

/** A label that must be there, with this value or, when it names none, with any. */
export interface LabelFilter {
  readonly key: string;
  readonly value?: string;
}

export function addLabelConditions(
  conditions: Conditions,
  column: string,
  filters: readonly LabelFilter[],
): void {
  for (const { key, value } of filters) {
    if (value === undefined) conditions.add(`jsonb_exists(${column}, ?)`, key);
    else conditions.add(`${column} @> ?::jsonb`, JSON.stringify({ [key]: value }));
  }
}
