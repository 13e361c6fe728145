import { type ReadContext } from '../../format';
import { checkNesting } from '../../wire/nesting';
import { SignatureBudget } from '../signature-budget';
import { Lexer, type Token } from './lexer';

/** Fields of a message to keep, each whole or with some of its own fields. */
type Kept = ReadonlyMap<string, Kept | 'whole'>;

const kept: Kept = new Map([
  [
    'meta_graphs',
    new Map<string, Kept | 'whole'>([
      [
        'meta_info_def',
        new Map([
          ['tags', 'whole'],
          ['tensorflow_version', 'whole'],
        ]),
      ],
      ['signature_def', 'whole'],
    ]),
  ],
]);

/** Tokens that a part of a signature has at most: its name, a colon, two brackets, a separator. */
const tokensPerItem = 5;
/** Tokens between two looks at the clock. */
const tokensPerTurn = 10_000;

const closing: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['<', '>'],
  ['[', ']'],
]);

/**
 * A SavedModel in text format without its graphs, which cannot be skipped by length there and which the
 * parser would have to know all of. Lines keep their numbers.
 *
 * @throws Problem `malformed-model`, `nesting-too-deep`, `signatures-too-large`, `reading-timeout`
 */
export async function pruneText(text: string, context: ReadContext): Promise<string> {
  return new Pruner(text, context).prune();
}

class Pruner {
  readonly #lexer: Lexer;
  readonly #budget: SignatureBudget;
  readonly #pieces: string[] = [];
  /** Up to where the text is either in the pieces or dropped. */
  #done = 0;
  #tokens = 0;
  #keeping = false;
  #keptTokens = 0;

  constructor(
    private readonly text: string,
    private readonly context: ReadContext,
  ) {
    this.#lexer = new Lexer(text);
    this.#budget = new SignatureBudget(context.limits);
  }

  async prune(): Promise<string> {
    await this.#fields(kept, undefined, 0);
    return this.#pieces.join('');
  }

  /** Goes through the fields of a message up to `end`, its closing bracket. */
  async #fields(fields: Kept, end: string | undefined, depth: number): Promise<void> {
    for (;;) {
      const token = await this.#take();
      if (token.kind === 'end' && end === undefined) return;
      if (token.kind === 'punctuation' && token.text === end) return;
      const name = await this.#name(token);
      const keep = fields.get(name);
      if (keep === undefined) {
        await this.#value(depth);
      } else if (keep === 'whole') {
        await this.#keepWhole(token, depth);
      } else {
        await this.#keepParts(name, keep, depth);
      }
      if (!this.#lexer.takeIf(',')) this.#lexer.takeIf(';');
    }
  }

  async #name(token: Token): Promise<string> {
    if (token.kind === 'word') return token.text;
    if (token.kind !== 'punctuation' || token.text !== '[') {
      throw this.#lexer.problem('There is no name of a field where one is due', token.start);
    }
    // An extension or an Any: nothing that is kept has one.
    for (;;) {
      const part = await this.#take();
      if (part.text === ']') return '';
      if (part.kind === 'end') throw this.#lexer.problem('The name of a field does not end', token.start);
    }
  }

  async #keepWhole(name: Token, depth: number): Promise<void> {
    this.#keeping = true;
    const end = await this.#value(depth);
    this.#keeping = false;
    this.#budget.spendBytes(end - name.start);
    this.#drop(name.start);
    this.#pieces.push(this.text.slice(name.start, end), ' ');
    this.#done = end;
  }

  async #keepParts(name: string, parts: Kept, depth: number): Promise<void> {
    this.#lexer.takeIf(':');
    if (!this.#lexer.takeIf('[')) return this.#keepMessage(name, parts, depth);
    if (this.#lexer.takeIf(']')) return;
    do await this.#keepMessage(name, parts, depth);
    while (this.#lexer.takeIf(','));
    const end = await this.#take();
    if (end.text !== ']') throw this.#lexer.problem('A list does not end', end.start);
  }

  async #keepMessage(name: string, parts: Kept, depth: number): Promise<void> {
    const open = await this.#take();
    const end = open.kind === 'punctuation' && open.text !== '[' ? closing.get(open.text) : undefined;
    if (end === undefined) throw this.#lexer.problem(`${name} is not a message`, open.start);
    this.#budget.spendItems(1);
    this.#drop(open.start);
    this.#pieces.push(`${name} {`);
    await this.#fields(parts, end, depth + 1);
    this.#drop(this.#lexer.peek().start);
    this.#pieces.push('} ');
  }

  /** Passes over the value of a field; gives where it ends. */
  async #value(depth: number): Promise<number> {
    this.#lexer.takeIf(':');
    const open: string[] = [];
    for (;;) {
      let token = await this.#take();
      while (token.kind === 'punctuation' && token.text === '-') token = await this.#take();
      if (token.kind === 'end') throw this.#lexer.problem('The text ends within a field', token.start);
      const end = token.kind === 'punctuation' ? closing.get(token.text) : undefined;
      if (end !== undefined) {
        open.push(end);
        checkNesting(depth + open.length, this.context.limits);
      } else if (token.kind === 'punctuation' && closes(token.text)) {
        if (open.pop() !== token.text) throw this.#lexer.problem('Brackets do not match', token.start);
      }
      if (open.length > 0) continue;
      // Strings side by side are one.
      while (token.kind === 'string' && this.#lexer.peek().kind === 'string') token = await this.#take();
      return token.end;
    }
  }

  async #take(): Promise<Token> {
    if (++this.#tokens % tokensPerTurn === 0) await this.context.deadline.breathe();
    if (this.#keeping && ++this.#keptTokens % tokensPerItem === 0) this.#budget.spendItems(1);
    return this.#lexer.take();
  }

  /** Leaves out the text up to `end` but for its line ends. */
  #drop(end: number): void {
    let lines = 0;
    for (
      let at = this.text.indexOf('\n', this.#done);
      at !== -1 && at < end;
      at = this.text.indexOf('\n', at + 1)
    ) {
      lines++;
    }
    this.#pieces.push('\n'.repeat(lines));
    this.#done = Math.max(this.#done, end);
  }
}

function closes(text: string): boolean {
  return text === '}' || text === '>' || text === ']';
}
