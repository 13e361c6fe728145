import { dtypes, isDType } from '@sigcat/core';
import { beginningOf } from '../beginning';
import { Scanner } from '../scanner';
import { nearest } from '../similarity';
import { type Field, fieldNames, fieldOf, operators } from './fields';
import { type Condition, type Equality, type Filter, type Like, type Ordering } from './filter';
import { isLikePattern } from './like';
import { defaultFilterLimits, type FilterLimits } from './limits';
import { parseTagSet } from './tag-sets';
import { parseTime, timeExpected } from './times';

/**
 * Reads which versions are wanted.
 *
 *     namespace = payments AND (alias = production OR label.tier IN ('gold', 'silver'))
 *     NOT format = onnx AND framework_version LIKE '2.%' AND published_at >= 2025-01-01
 *     tag_set = 'gpu,serve' AND input.count = 1 AND output.dtype != string
 *
 * - `NOT` binds closer than `AND`, and `AND` closer than `OR`; they are written in any case. `NOT IN` and `NOT LIKE`
 *   are the opposites of `IN` and `LIKE`.
 * - A value is a word, or any text in single quotes, of which one inside is doubled.
 * - A condition holds when it holds of any value that the field has: of one of the aliases, of one of the inputs
 *   (`input.name`, `input.dtype`, `input.rank`). Two conditions may hold of two inputs.
 * - `!=` is the opposite of `=`: it holds when no value is that one. So it holds of a label that is not there, where
 *   every other comparison fails; `label.x LIKE '%'` asks whether the label is there. There is no third value.
 * - Tag sets are compared as sets. Upper and lower case differ.
 *
 * @throws QueryError with the position of the first mistake, and when a limit is exceeded.
 */
export function parseFilter(text: string, limits: FilterLimits = defaultFilterLimits): Filter {
  return new FilterParser(text, limits).filter();
}

/** A value as it is written. */
interface Value {
  readonly text: string;
  readonly position: number;
}

const keywords = ['AND', 'OR', 'NOT', 'IN', 'LIKE'] as const;

class FilterParser {
  private readonly scanner: Scanner;
  private depth = 0;
  private conditions = 0;

  constructor(
    text: string,
    private readonly limits: FilterLimits,
  ) {
    const { maxFilterLength } = limits;
    this.scanner = new Scanner(text);
    if (text.length > maxFilterLength) {
      this.scanner.fail(`a filter of at most ${maxFilterLength} characters`, maxFilterLength);
    }
  }

  filter(): Filter {
    const filter = this.or();
    this.scanner.end('`AND`, `OR` or the end');
    return filter;
  }

  private or(): Filter {
    return this.several('or', 'OR', () => this.several('and', 'AND', () => this.not()));
  }

  private several(kind: 'and' | 'or', keyword: 'AND' | 'OR', part: () => Filter): Filter {
    const first = part();
    const of = [first];
    while (this.keyword(keyword)) of.push(part());
    return of.length === 1 ? first : { kind, of };
  }

  private not(): Filter {
    const start = this.scanner.position;
    if (this.keyword('NOT')) return { kind: 'not', of: this.inside(start, () => this.not()) };
    if (!this.scanner.accept('(')) return this.condition();
    const filter = this.inside(start, () => this.or());
    if (!this.scanner.accept(')')) this.scanner.fail('`AND`, `OR` or `)`');
    return filter;
  }

  private inside(position: number, part: () => Filter): Filter {
    const { maxFilterDepth } = this.limits;
    if (++this.depth > maxFilterDepth) {
      this.scanner.fail(`at most ${maxFilterDepth} parentheses and NOTs inside each other`, position);
    }
    const filter = part();
    this.depth--;
    return filter;
  }

  private condition(): Filter {
    const { scanner, limits } = this;
    const start = scanner.position;
    const field = this.field();
    if (++this.conditions > limits.maxFilterConditions) {
      scanner.fail(`at most ${limits.maxFilterConditions} conditions`, start);
    }
    if (!this.keyword('NOT')) return this.test(field, this.operator(field));
    const operator = this.keyword('IN')
      ? 'IN'
      : field.kind === 'text' && this.keyword('LIKE')
        ? 'LIKE'
        : undefined;
    if (operator === undefined) return scanner.fail(field.kind === 'text' ? '`IN` or `LIKE`' : '`IN`');
    return { kind: 'not', of: this.test(field, operator) };
  }

  private field(): Field {
    const { scanner } = this;
    const start = scanner.position;
    const name = scanner.match(/[A-Za-z_][\w./-]*/y);
    if (name === undefined || this.isKeyword(name)) return scanner.fail('a field, `NOT` or `(`', start);
    const field = fieldOf(name);
    if (field !== undefined) return field;
    if (name === 'label.') return scanner.fail('the name of a label after `label.`', start);
    const meant = nearest(name, fieldNames);
    const instead = meant === undefined ? '' : `, the nearest is ${meant}`;
    return scanner.fail(
      `a field (${beginningOf(name)} is none${instead}): one of ${fieldNames.join(', ')}`,
      start,
    );
  }

  private operator(field: Field): string {
    const { scanner } = this;
    const start = scanner.position;
    const operator = (scanner.match(/!=|<=|>=|[=<>]|[A-Za-z]+/y) ?? '').toUpperCase();
    const allowed: readonly string[] = operators[field.kind];
    if (allowed.includes(operator)) return operator;
    return scanner.fail(
      `an operator that ${beginningOf(field.field)} has: one of ${allowed.join(', ')}`,
      start,
    );
  }

  /** @param operator one that the field has */
  private test(field: Field, operator: string): Condition {
    switch (field.kind) {
      case 'text':
        if (operator === 'LIKE') return { ...field, test: this.like() };
        return { ...field, test: this.equality(operator, this.textOf(field.field)) };
      case 'number':
        return { ...field, test: this.comparison(operator, (value) => this.numberOf(value)) };
      case 'time':
        return { ...field, test: this.comparison(operator, (value) => this.timeOf(value)) };
      case 'tag-set':
        return { ...field, test: this.equality(operator, ({ text }) => parseTagSet(text)) };
    }
  }

  private like(): Like {
    const { text, position } = this.value();
    if (!isLikePattern(text)) this.scanner.fail('a pattern that does not end with a backslash', position);
    return { operator: 'LIKE', pattern: text };
  }

  private comparison<T>(operator: string, valueOf: (value: Value) => T): Equality<T> | Ordering<T> {
    switch (operator) {
      case '<':
      case '<=':
      case '>':
      case '>=':
        return { operator, value: valueOf(this.value()) };
      default:
        return this.equality(operator, valueOf);
    }
  }

  private equality<T>(operator: string, valueOf: (value: Value) => T): Equality<T> {
    if (operator === 'IN') return { operator, values: this.values(valueOf) };
    return { operator: operator === '!=' ? '!=' : '=', value: valueOf(this.value()) };
  }

  private values<T>(valueOf: (value: Value) => T): T[] {
    const { scanner, limits } = this;
    scanner.expect('(');
    const values: T[] = [];
    do {
      const value = this.value();
      if (values.length === limits.maxFilterValues) {
        scanner.fail(`at most ${limits.maxFilterValues} values`, value.position);
      }
      values.push(valueOf(value));
    } while (scanner.accept(','));
    if (!scanner.accept(')')) scanner.fail('`,` or `)`');
    return values;
  }

  private value(): Value {
    const { scanner, limits } = this;
    const { position } = scanner;
    const text = this.quoted() ?? this.word();
    if (text === undefined) return scanner.fail('a value: a word, or any text in single quotes', position);
    if (text.length > limits.maxFilterValueLength) {
      scanner.fail(`a value of at most ${limits.maxFilterValueLength} characters`, position);
    }
    return { text, position };
  }

  private quoted(): string | undefined {
    const { scanner } = this;
    if (!scanner.nextIs("'")) return undefined;
    const start = scanner.position;
    const quoted = scanner.match(/'(?:[^']|'')*'(?!')/y) ?? scanner.fail("a second `'` after the one", start);
    return quoted.slice(1, -1).replaceAll("''", "'");
  }

  private word(): string | undefined {
    const word = this.scanner.match(/[\p{L}\p{N}_.:/@+%-]+/uy);
    return word !== undefined && this.isKeyword(word) ? undefined : word;
  }

  private textOf(field: string): (value: Value) => string {
    return field.endsWith('.dtype') && !field.startsWith('label.')
      ? (value) => this.dtypeOf(value)
      : ({ text }) => text;
  }

  private dtypeOf({ text, position }: Value): string {
    if (isDType(text)) return text;
    const meant = nearest(text, dtypes);
    const instead = meant === undefined ? '' : `, the nearest is ${meant}`;
    return this.scanner.fail(`a dtype (${JSON.stringify(beginningOf(text))} is none${instead})`, position);
  }

  private numberOf({ text, position }: Value): number {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(number) ? number : this.scanner.fail('a whole number below 2^53', position);
  }

  private timeOf({ text, position }: Value): Date {
    return parseTime(text) ?? this.scanner.fail(timeExpected, position);
  }

  private keyword(keyword: (typeof keywords)[number]): boolean {
    const start = this.scanner.position;
    if (this.scanner.match(/[A-Za-z]+(?![\w./-])/y)?.toUpperCase() === keyword) return true;
    this.scanner.goTo(start);
    return false;
  }

  private isKeyword(word: string): boolean {
    return keywords.some((keyword) => keyword === word.toUpperCase());
  }
}
