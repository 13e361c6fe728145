import { type Condition, type Filter } from './filter';
import { printTagSet } from './tag-sets';

/** One text for one filter: `parseFilter` gives the same filter back from it. */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const { kind, of } = filter;
      return of
        .map((part) => (part.kind === 'or' || part.kind === kind ? inParentheses(part) : printFilter(part)))
        .join(` ${kind.toUpperCase()} `);
    }
    case 'not': {
      const { of } = filter;
      return `NOT ${of.kind === 'and' || of.kind === 'or' ? inParentheses(of) : printFilter(of)}`;
    }
    default:
      return printCondition(filter);
  }
}

function inParentheses(filter: Filter): string {
  return `(${printFilter(filter)})`;
}

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'text': {
      const { field, test } = condition;
      if (test.operator === 'LIKE') return `${field} LIKE ${quote(test.pattern)}`;
      return `${field} ${printTest(test, printText)}`;
    }
    case 'number':
      return `${condition.field} ${printTest(condition.test, String)}`;
    case 'time':
      return `${condition.field} ${printTest(condition.test, (time) => time.toISOString())}`;
    case 'tag-set':
      return `${condition.field} ${printTest(condition.test, (tags) => printText(printTagSet(tags)))}`;
  }
}

type Test<T> =
  | { readonly operator: Exclude<string, 'IN'>; readonly value: T }
  | { readonly operator: 'IN'; readonly values: readonly T[] };

function printTest<T>(test: Test<T>, print: (value: T) => string): string {
  return 'values' in test
    ? `IN (${test.values.map(print).join(', ')})`
    : `${test.operator} ${print(test.value)}`;
}

function printText(text: string): string {
  return /^(?!(?:and|or|not|in|like)$)[\w.:/@+-]+$/i.test(text) ? text : quote(text);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
