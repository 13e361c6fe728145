import { type ReadContext } from '../../format';
import { checkNesting } from '../../wire/nesting';
import { messageSchema } from '../schema';
import { SignatureBudget } from '../signature-budget';
import { Lexer, type Token } from './lexer';
import { charactersPerByte, literalsAreUtf8 } from './literal';

/** Fields that a message has: those to keep, whole or with some of their own fields, and those to leave out. */
type Fields = ReadonlyMap<string, Fields | 'whole' | 'out'>;

const metaInfoDef: Fields = new Map([
  ['meta_graph_version', 'out'],
  ['stripped_op_list', 'out'],
  ['any_info', 'out'],
  ['tags', 'whole'],
  ['tensorflow_version', 'whole'],
  ['tensorflow_git_version', 'out'],
  ['stripped_default_attrs', 'out'],
  ['function_aliases', 'out'],
]);

const metaGraphDef: Fields = new Map<string, Fields | 'whole' | 'out'>([
  ['meta_info_def', metaInfoDef],
  ['graph_def', 'out'],
  ['saver_def', 'out'],
  ['collection_def', 'out'],
  ['signature_def', 'whole'],
  ['asset_file_def', 'out'],
  ['object_graph_def', 'out'],
]);

const savedModel: Fields = new Map<string, Fields | 'whole' | 'out'>([
  ['saved_model_schema_version', 'whole'],
  ['meta_graphs', metaGraphDef],
]);

/** Fields whose texts may be any bytes: those of defaults. */
const bytesFields: ReadonlySet<string> = new Set(
  ['TensorProto', 'VariantTensorDataProto'].flatMap((message) =>
    [...messageSchema(message).fields.values()]
      .filter(({ kind }) => kind === 'bytes')
      .map(({ name }) => name),
  ),
);

/** Tokens that a part of a signature has at most: its name, a colon, two brackets, a separator. */
const tokensPerItem = 5;
/** Tokens between two looks at the clock. */
const tokensPerTurn = 10_000;
/** The same of white space, in characters. */
const spacePerTurn = 1_000_000;
/** Characters of a name that a problem shows: a word may be as long as the file. */
const shownCharacters = 100;

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
    await this.#passSpace();
    await this.#fields(savedModel, undefined, 0);
    return this.#pieces.join('');
  }

  /** Goes through the fields of a message up to `end`, its closing bracket. */
  async #fields(fields: Fields, end: string | undefined, depth: number): Promise<void> {
    for (;;) {
      const token = await this.#take();
      if (token.kind === 'end' && end === undefined) return;
      if (token.kind === 'punctuation' && token.text === end) return;
      const name = await this.#name(token);
      const keep = fields.get(name);
      // Unlike the wire format, the text format refuses names that no field has.
      if (keep === undefined)
        throw this.#lexer.problem(
          `There is no field ${JSON.stringify(name.slice(0, shownCharacters))}`,
          token.start,
        );
      if (keep === 'out') {
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
    // An extension, or the type of an Any.
    for (;;) {
      const part = await this.#take();
      if (part.text === ']') return this.text.slice(token.start, part.end);
      if (part.kind === 'end') throw this.#lexer.problem('The name of a field does not end', token.start);
    }
  }

  async #keepWhole(name: Token, depth: number): Promise<void> {
    this.#keeping = true;
    const end = await this.#value(depth, name.text);
    this.#keeping = false;
    this.#budget.spendBytes(end - name.start);
    await this.#drop(name.start);
    this.#pieces.push(this.text.slice(name.start, end), ' ');
    this.#done = end;
  }

  async #keepParts(name: string, parts: Fields, depth: number): Promise<void> {
    this.#lexer.takeIf(':');
    if (!this.#lexer.takeIf('[')) return this.#keepMessage(name, parts, depth);
    if (this.#lexer.takeIf(']')) return;
    do await this.#keepMessage(name, parts, depth);
    while (this.#lexer.takeIf(','));
    const end = await this.#take();
    if (end.text !== ']') throw this.#lexer.problem('A list does not end', end.start);
  }

  async #keepMessage(name: string, parts: Fields, depth: number): Promise<void> {
    const open = await this.#take();
    const end = open.kind === 'punctuation' && open.text !== '[' ? closing.get(open.text) : undefined;
    if (end === undefined) throw this.#lexer.problem(`${name} is not a message`, open.start);
    this.#budget.spendItems(1);
    await this.#drop(open.start);
    this.#pieces.push(`${name} {`);
    await this.#fields(parts, end, depth + 1);
    await this.#drop(this.#lexer.peek().start);
    this.#pieces.push('} ');
  }

  /** Passes over the value of a field; gives where it ends. */
  async #value(depth: number, field = ''): Promise<number> {
    this.#lexer.takeIf(':');
    const open: string[] = [];
    for (;;) {
      let token = await this.#take();
      if (token.kind === 'word') field = token.text;
      while (token.kind === 'punctuation' && token.text === '-') token = await this.#take();
      if (token.kind === 'end') throw this.#lexer.problem('The text ends within a field', token.start);
      const end = token.kind === 'punctuation' ? closing.get(token.text) : undefined;
      if (end !== undefined) {
        open.push(end);
        checkNesting(depth + open.length, this.context.limits);
      } else if (token.kind === 'punctuation' && closes(token.text)) {
        if (open.pop() !== token.text) throw this.#lexer.problem('Brackets do not match', token.start);
      }
      if (token.kind === 'string') token = await this.#string(token, field);
      if (open.length === 0) return token.end;
    }
  }

  /** Strings side by side are one. Gives the last of them. */
  async #string(first: Token, field: string): Promise<Token> {
    const isText = this.#keeping && !bytesFields.has(field);
    const texts: string[] = [];
    let last = first;
    for (let size = 0; ; last = await this.#take()) {
      if (isText) {
        size += last.end - last.start;
        // Before it is looked into: what is so long is too long, however it is written.
        this.#budget.checkName(Math.floor(size / charactersPerByte) - 2, first.start);
        texts.push(this.text.slice(last.start, last.end));
      }
      if (this.#lexer.peek().kind !== 'string') break;
    }
    // The parser would put a sign of its own in the place of what is cut off.
    if (!literalsAreUtf8(texts)) throw this.#lexer.problem('There is a text that is not UTF-8', first.start);
    return last;
  }

  async #take(): Promise<Token> {
    if (++this.#tokens % tokensPerTurn === 0) await this.context.deadline.breathe();
    if (this.#keeping && ++this.#keptTokens % tokensPerItem === 0) this.#budget.spendItems(1);
    const token = this.#lexer.take();
    await this.#passSpace();
    return token;
  }

  async #passSpace(): Promise<void> {
    while (!this.#lexer.passSpace(spacePerTurn)) await this.context.deadline.breathe();
  }

  /** Leaves out the text up to `end` but for its line ends. */
  async #drop(end: number): Promise<void> {
    let lines = 0;
    for (
      let at = this.text.indexOf('\n', this.#done);
      at !== -1 && at < end;
      at = this.text.indexOf('\n', at + 1)
    ) {
      if (++lines % spacePerTurn === 0) await this.context.deadline.breathe();
    }
    this.#pieces.push('\n'.repeat(lines));
    this.#done = Math.max(this.#done, end);
  }
}

function closes(text: string): boolean {
  return text === '}' || text === '>' || text === ']';
}
