import { Problem } from '@sigcat/problems';

/** A piece of protobuf's text format; `start` and `end` are places in the text. */
export interface Token {
  readonly kind: 'word' | 'string' | 'punctuation' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const spaces: ReadonlySet<string> = new Set(' \t\v\f\r\n');
const word = /\.?[0-9][0-9.]*[eE][+-]?[0-9]+[fF]?|[A-Za-z0-9_.]+/y;
const quotes: ReadonlySet<string> = new Set(['"', "'"]);
const punctuation: ReadonlySet<string> = new Set('{}<>[]:,;-/');

/** Cuts protobuf's text format into tokens, as far as is needed to know where a field ends. */
export class Lexer {
  #position = 0;
  #next: Token | undefined;

  constructor(readonly text: string) {}

  peek(): Token {
    return (this.#next ??= this.#read());
  }

  /** @throws Problem `malformed-model` */
  take(): Token {
    const token = this.peek();
    this.#next = undefined;
    return token;
  }

  /** Takes the next token if it is this punctuation. */
  takeIf(text: string): boolean {
    const token = this.peek();
    if (token.kind !== 'punctuation' || token.text !== text) return false;
    this.take();
    return true;
  }

  problem(what: string, at: number): Problem {
    let line = 1;
    for (let end = this.text.indexOf('\n'); end !== -1 && end < at; end = this.text.indexOf('\n', end + 1))
      line++;
    return new Problem('malformed-model', `${what} in line ${line}.`, { line });
  }

  #read(): Token {
    this.passSpace();
    const start = this.#position;
    const first = this.text[start];
    if (first === undefined) return { kind: 'end', text: '', start, end: start };
    if (punctuation.has(first)) return this.#token('punctuation', start, start + 1);
    const quoted = quotes.has(first);
    const end = quoted ? this.#endOfString(first, start) : this.#match(word);
    if (end === undefined) {
      throw this.problem(
        quoted ? 'There is a text that does not end' : `There is a ${JSON.stringify(first)}`,
        start,
      );
    }
    return this.#token(quoted ? 'string' : 'word', start, end);
  }

  /**
   * Goes on behind white space and comments, which may be millions of characters, but no farther than so many at a time;
   * gives whether it came to their end.
   */
  passSpace(most = Infinity): boolean {
    if (this.#next) return true;
    const limit = this.#position + most;
    while (this.#position < limit) {
      const character = this.text[this.#position];
      if (character === '#') {
        const end = this.text.indexOf('\n', this.#position);
        this.#position = end < 0 ? this.text.length : end;
      } else if (character !== undefined && spaces.has(character)) this.#position++;
      else return true;
    }
    return false;
  }

  #endOfString(quote: string, start: number): number | undefined {
    for (let at = start + 1; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === quote) return at + 1;
      if (character === '\n') return undefined;
      if (character === '\\') at++;
    }
    return undefined;
  }

  #token(kind: Token['kind'], start: number, end: number): Token {
    this.#position = end;
    // The text of strings is of no interest, and may be large.
    return { kind, text: kind === 'string' ? '' : this.text.slice(start, end), start, end };
  }

  #match(pattern: RegExp): number | undefined {
    pattern.lastIndex = this.#position;
    return pattern.test(this.text) ? pattern.lastIndex : undefined;
  }
}
