/** A mistake in a text of the notation: where it is (in UTF-16 code units from 0) and what was expected there. */
export class NotationError extends Error {
  override readonly name = 'NotationError';

  constructor(
    readonly text: string,
    readonly position: number,
    readonly expected: string,
  ) {
    const found =
      position < text.length
        ? `found ${JSON.stringify(text.slice(position, position + 12))}`
        : 'the text ends';
    super(`expected ${expected} at position ${position}, but ${found}`);
  }
}

/** Goes through a text of the notation, passing over white space between the parts. */
export class Scanner {
  private position = 0;

  constructor(private readonly text: string) {}

  /** Passes `literal` if it comes next. */
  accept(literal: string): boolean {
    this.passSpace();
    if (!this.text.startsWith(literal, this.position)) return false;
    this.position += literal.length;
    return true;
  }

  /** @throws NotationError unless `literal` comes next. */
  expect(literal: string): void {
    if (!this.accept(literal)) this.fail(`\`${literal}\``);
  }

  /** The text that `pattern` (sticky) matches next, if it does. */
  match(pattern: RegExp): string | undefined {
    this.passSpace();
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** A name: plain or in quotes. */
  name(what: string): string {
    const plain = this.match(/[A-Za-z_][A-Za-z0-9_./-]*/y);
    if (plain !== undefined) return plain;
    const start = this.position;
    const quoted = this.match(/"(?:[^"\\]|\\.)*"/y);
    if (quoted === undefined) return this.fail(what);
    try {
      return JSON.parse(quoted) as string;
    } catch {
      this.position = start;
      return this.fail(`${what} in quotes, with JSON's escapes`);
    }
  }

  /** @throws NotationError unless the text ends here. */
  end(): void {
    this.passSpace();
    if (this.position < this.text.length) this.fail('the end');
  }

  /** @throws NotationError always. */
  fail(expected: string): never {
    throw new NotationError(this.text, this.position, expected);
  }

  private passSpace(): void {
    while (/\s/.test(this.text.charAt(this.position))) this.position++;
  }
}
