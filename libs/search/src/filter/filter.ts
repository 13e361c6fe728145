import { type TagSet } from '@sigcat/core';
import { type NumberField, type TagSetField, type TextField, type TimeField } from './fields';

/** `=` and `!=` compare with one value, `IN` with several; `!=` is the opposite of `=`, whatever is compared. */
export type Equality<T> =
  | { readonly operator: '=' | '!='; readonly value: T }
  | { readonly operator: 'IN'; readonly values: readonly T[] };

export interface Ordering<T> {
  readonly operator: '<' | '<=' | '>' | '>=';
  readonly value: T;
}

/** In the pattern `%` is any text, `_` any one character, and a backslash takes the next one as it is. */
export interface Like {
  readonly operator: 'LIKE';
  readonly pattern: string;
}

export interface TextCondition {
  readonly kind: 'text';
  readonly field: TextField;
  readonly test: Equality<string> | Like;
}

export interface NumberCondition {
  readonly kind: 'number';
  readonly field: NumberField;
  readonly test: Equality<number> | Ordering<number>;
}

export interface TimeCondition {
  readonly kind: 'time';
  readonly field: TimeField;
  /** To the millisecond. */
  readonly test: Equality<Date> | Ordering<Date>;
}

export interface TagSetCondition {
  readonly kind: 'tag-set';
  readonly field: TagSetField;
  readonly test: Equality<TagSet>;
}

export type Condition = TextCondition | NumberCondition | TimeCondition | TagSetCondition;

/** What is asked of a version that offers a signature. `and` and `or` are of two or more. */
export type Filter =
  | Condition
  | { readonly kind: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter };
