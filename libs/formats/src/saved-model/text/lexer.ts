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
    const line = this.text.slice(0, at).split('\n').length;
    return new Problem('malformed-model', `${what} in line ${line}.`, { line });
  }

  #read(): Token {
    const start = (this.#position = this.#endOfSpace());
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

  /** Behind white space and comments, of which there may be millions: no regular expression goes over so many. */
  #endOfSpace(): number {
    let at = this.#position;
    for (;;) {
      const character = this.text[at];
      if (character === '#') {
        const end = this.text.indexOf('\n', at);
        at = end < 0 ? this.text.length : end;
      } else if (character !== undefined && spaces.has(character)) at++;
      else return at;
    }
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
