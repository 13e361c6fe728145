/**
 * A mistake in the text of a query or a filter: where it is, what was expected there and what was found. The
 * position counts UTF-16 code units from 0; line and column count from 1.
 */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly found: string;
  readonly line: number;
  readonly column: number;

  constructor(
    readonly text: string,
    readonly position: number,
    readonly expected: string,
  ) {
    const found =
      position < text.length ? JSON.stringify(text.slice(position, position + 12)) : 'the end of the text';
    const before = text.slice(0, position).split('\n');
    const [line, column] = [before.length, (before.at(-1)?.length ?? 0) + 1];
    const where = text.includes('\n') ? `line ${line}, column ${column}` : `position ${position}`;
    super(`expected ${expected} at ${where}, but found ${found}`);
    this.found = found;
    this.line = line;
    this.column = column;
  }
}
