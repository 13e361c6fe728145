import { QueryError } from './query-error';

/** Goes through the text of a query or a filter, passing over white space between the parts. */
export class Scanner {
  private at = 0;

  constructor(readonly text: string) {}

  /** Where the next part begins. */
  get position(): number {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
    return this.at;
  }

  /** Goes on from there, be it ahead or behind. */
  goTo(position: number): void {
    this.at = position;
  }

  nextIs(literal: string): boolean {
    return this.text.startsWith(literal, this.position);
  }

  /** Passes `literal` if it comes next. */
  accept(literal: string): boolean {
    if (!this.nextIs(literal)) return false;
    this.at += literal.length;
    return true;
  }

  /** @throws QueryError unless `literal` comes next. */
  expect(literal: string): void {
    if (!this.accept(literal)) this.fail(`\`${literal}\``);
  }

  /** The text that `pattern` (sticky) matches next, if it does. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** @throws QueryError unless the text ends here. */
  end(expected = 'the end'): void {
    if (this.position < this.text.length) this.fail(expected);
  }

  /** @throws QueryError always. */
  fail(expected: string, position = this.position): never {
    throw new QueryError(this.text, position, expected);
  }
}
