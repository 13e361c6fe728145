import { type TagSet } from '@sigcat/core';
import { type TextField } from './fields';
import { type Condition, type Filter } from './filter';

/**
 * What is asked for most, each by a name of its own. All of it has to hold. In texts `*` is any text, however long;
 * the rest is as it stands.
 */
export interface Shorthand {
  readonly namespace?: string;
  readonly model?: string;
  readonly alias?: string;
  readonly format?: string;
  readonly frameworkVersion?: string;
  readonly methodName?: string;
  readonly tagSet?: TagSet;
  /** Each has to be there, with this value or, when it names none, with any. */
  readonly labels?: readonly { readonly key: string; readonly value?: string }[];
  readonly publishedSince?: Date;
}

const textFields = [
  ['namespace', 'namespace'],
  ['model', 'model'],
  ['alias', 'alias'],
  ['format', 'format'],
  ['frameworkVersion', 'framework_version'],
  ['methodName', 'method_name'],
] as const satisfies readonly (readonly [keyof Shorthand, TextField])[];

/** The conditions that a shorthand stands for. */
export function shorthandConditions(shorthand: Shorthand): Condition[] {
  const { tagSet, labels = [], publishedSince } = shorthand;
  return [
    ...textFields.flatMap(([member, field]) => textCondition(field, shorthand[member])),
    ...(tagSet
      ? [{ kind: 'tag-set', field: 'tag_set', test: { operator: '=', value: tagSet } } as const]
      : []),
    ...labels.flatMap(({ key, value = '*' }) => textCondition(`label.${key}`, value)),
    ...(publishedSince
      ? [{ kind: 'time', field: 'published_at', test: { operator: '>=', value: publishedSince } } as const]
      : []),
  ];
}

/** The filter that holds where all of them do; nothing when there is none. */
export function allOf(filters: readonly Filter[]): Filter | undefined {
  return filters.length > 1 ? { kind: 'and', of: filters } : filters[0];
}

function textCondition(field: TextField, text: string | undefined): Condition[] {
  if (text === undefined) return [];
  const pattern = text.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');
  return [
    {
      kind: 'text',
      field,
      test: text.includes('*') ? { operator: 'LIKE', pattern } : { operator: '=', value: text },
    },
  ];
}
