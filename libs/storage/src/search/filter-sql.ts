import {
  type Condition,
  type Filter,
  type NameAsked,
  type NumberField,
  similarityThreshold,
  type TextCondition,
  type TextField,
} from '@sigcat/search';
import { type Conditions } from '../conditions';

/** That a key is the one asked for, or like it. */
export function keyCondition({ kind, name }: NameAsked, values: Conditions): string {
  const asked = `${values.value(name)}::text`;
  return kind === 'is' ? `vs.key = ${asked}` : `similarity(vs.key, ${asked}) >= ${similarityThreshold}::real`;
}

/** A version, its model, the graph that has a signature, and the row that says under which key. */
export type Table = 'v' | 'm' | 'g' | 'vs';

/** The tables that the condition of a filter speaks of. */
export function tablesOf(filter: Filter): readonly Table[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.flatMap(tablesOf);
    case 'not':
      return tablesOf(filter.of);
    default:
      return tablesOfField(filter.field);
  }
}

function tablesOfField(field: Condition['field']): readonly Table[] {
  switch (field) {
    case 'namespace':
    case 'model':
      return ['m'];
    case 'key':
    case 'method_name':
      return ['vs'];
    case 'tag_set':
      return ['g'];
    case 'input.name':
    case 'input.dtype':
    case 'input.rank':
    case 'input.count':
    case 'output.name':
    case 'output.dtype':
    case 'output.rank':
    case 'output.count':
      return [];
    default:
      return ['v'];
  }
}

/**
 * A filter as a condition on who offers a signature (`o`), with the tables that it speaks of. It means what
 * `evaluateFilter` says.
 */
export function filterCondition(filter: Filter, values: Conditions): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${filter.of.map((part) => filterCondition(part, values)).join(` ${filter.kind.toUpperCase()} `)})`;
    case 'not':
      return `(NOT ${filterCondition(filter.of, values)})`;
    default:
      return condition(filter, values);
  }
}

const textColumns: Readonly<Partial<Record<TextField, string>>> = {
  namespace: 'm.namespace',
  model: 'm.name',
  format: 'v.format',
  framework_version: 'v.framework_version',
  method_name: 'vs.method_name',
  key: 'vs.key',
};

/** Where the values of a field are rows, and which of their columns it is. */
const rows: Readonly<Partial<Record<TextField | NumberField, readonly [from: string, column: string]>>> = {
  alias: ['alias a WHERE a.model_id = v.model_id AND a.version_number = v.number', 'a.name'],
  'input.name': [tensors('input'), 't.name'],
  'output.name': [tensors('output'), 't.name'],
  'input.dtype': [tensors('input'), 't.dtype'],
  'output.dtype': [tensors('output'), 't.dtype'],
  'input.rank': [`${tensors('input')} AND t.rank_known`, 'cardinality(t.shape)'],
  'output.rank': [`${tensors('output')} AND t.rank_known`, 'cardinality(t.shape)'],
};

const numberColumns: Readonly<Partial<Record<NumberField, string>>> = {
  version: 'v.number',
  'input.count': `(SELECT count(*) FROM ${tensors('input')})`,
  'output.count': `(SELECT count(*) FROM ${tensors('output')})`,
};

function tensors(direction: 'input' | 'output'): string {
  return `tensor_spec t WHERE t.signature_id = o.signature_id AND t.direction = '${direction}'`;
}

function condition(one: Condition, values: Conditions): string {
  switch (one.kind) {
    case 'text':
      return textCondition(one, values);
    case 'number': {
      const test = (column: string, negated: boolean): string =>
        comparison(column, one.test, negated, (value) => `${values.value(value)}::bigint`);
      return valuesCondition(one.field, numberColumns[one.field], one.test.operator, test);
    }
    case 'time':
      return comparison(
        `date_trunc('milliseconds', v.published_at)`,
        one.test,
        false,
        (value) => `${values.value(value.toISOString())}::timestamptz`,
      );
    case 'tag-set':
      return comparison('g.tag_set', one.test, false, (value) => `${values.value(value)}::text[]`);
  }
}

function textCondition({ field, test }: TextCondition, values: Conditions): string {
  const compare = (column: string, negated: boolean): string =>
    test.operator === 'LIKE'
      ? `${column} LIKE ${values.value(test.pattern)}::text`
      : comparison(column, test, negated, (value) => `${values.value(value)}::text`);
  if (field.startsWith('label.')) {
    if (test.operator === '=') {
      return `v.labels @> ${values.value(JSON.stringify({ [field.slice('label.'.length)]: test.value }))}::jsonb`;
    }
    const label = `v.labels ->> ${values.value(field.slice('label.'.length))}::text`;
    // A label that is not there is unlike every value.
    return test.operator === '!='
      ? `coalesce(${compare(`(${label})`, false)}, true)`
      : `coalesce(${compare(`(${label})`, false)}, false)`;
  }
  return valuesCondition(field, textColumns[field], test.operator, compare);
}

/** A field of several values meets a test when one of them does, and is unlike a value when none is like it. */
function valuesCondition(
  field: TextField | NumberField,
  column: string | undefined,
  operator: string,
  test: (column: string, negated: boolean) => string,
): string {
  if (column !== undefined) return test(column, false);
  const [from, value] = rows[field] ?? [];
  if (from === undefined || value === undefined) throw new Error(`no column for ${field}`);
  const exists = `EXISTS (SELECT FROM ${from} AND ${test(value, operator === '!=')})`;
  return operator === '!=' ? `(NOT ${exists})` : exists;
}

function comparison<T>(
  column: string,
  test:
    | { readonly operator: string; readonly value: T }
    | { readonly operator: 'IN'; readonly values: readonly T[] },
  negated: boolean,
  parameter: (value: T) => string,
): string {
  if ('values' in test) return `${column} IN (${test.values.map(parameter).join(', ')})`;
  const operator = test.operator === '!=' ? (negated ? '=' : '<>') : test.operator;
  return `${column} ${operator} ${parameter(test.value)}`;
}
