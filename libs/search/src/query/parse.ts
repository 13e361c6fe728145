import { dtypes, fixedDim, isDType, NotationError, parseType, symbolicDim, unknownDim } from '@sigcat/core';
import { beginningOf } from '../beginning';
import { Scanner } from '../scanner';
import { hasTrigrams, nearest } from '../similarity';
import { defaultQueryLimits, type QueryLimits } from './limits';
import {
  anyTensors,
  type DimAsked,
  type EncodingAsked,
  type NameAsked,
  type SearchQuery,
  type ShapeAsked,
  type TensorAsked,
  type TensorsAsked,
} from './query';

/**
 * Reads what is asked of a signature: the notation, of which anything may be left out.
 *
 *     (image: float32[?,224,224,3]) -> (*: float32[?,1000])
 *     -> (embedding: *[?,512])
 *     (float32[?,3])
 *     ~predict(x: int64[], ...) ->
 *
 * - Key, inputs, `->` and outputs may each be left out, though not all of them; `*` stands for any signature.
 * - A list says what has to be there, whatever else is, except that `()` says that there is nothing. `...` says
 *   that others may be there even where that would matter (see `accepts`); `(...)` is no list at all.
 * - A name is followed by a colon, as else it would be taken for a dtype. `*` or no name is any name; `~name` is
 *   a similar one, and has a letter or a digit in it. `name?:` asks for an input that may be left out.
 * - `*` or no dtype is any dtype; no shape is any shape. Both left out, any type is meant, and otherwise a dense
 *   one, unless it says `sparse` or `composite`, `composite<CLASS>`, `composite<CLASS>(float32[?], ...)`.
 * - Sizes are exact; `*` is any. How `?`, `[...]` and symbols are taken is the relation's matter.
 *
 * @throws QueryError with the position of the first mistake, and when a limit is exceeded.
 */
export function parseQuery(text: string, limits: QueryLimits = defaultQueryLimits): SearchQuery {
  return new QueryParser(text, limits).query();
}

type Direction = 'input' | 'output';

const plainName = /[A-Za-z_][A-Za-z0-9_./-]*/y;

/** A dash behind it may belong to an arrow. */
const plainKey = /[A-Za-z_](?:[A-Za-z0-9_./]|-(?!>))*/y;

class QueryParser {
  private readonly scanner: Scanner;
  private tensors = 0;

  constructor(
    text: string,
    private readonly limits: QueryLimits,
  ) {
    const { maxQueryLength } = limits;
    this.scanner = new Scanner(text);
    if (text.length > maxQueryLength) {
      this.scanner.fail(`a query of at most ${maxQueryLength} characters`, maxQueryLength);
    }
  }

  query(): SearchQuery {
    const { scanner } = this;
    const start = scanner.position;
    const key = this.name('a signature key', plainKey);
    const inputs = this.list('input');
    const arrow = scanner.accept('->');
    const outputs = arrow ? this.list('output') : undefined;
    if (scanner.position === start) scanner.fail('a signature key, `(` or `->`');
    scanner.end(
      outputs ? 'the end' : arrow ? '`(` or the end' : inputs ? '`->` or the end' : '`(`, `->` or the end',
    );
    return {
      ...(key !== undefined && key !== '*' && { key }),
      inputs: inputs ?? anyTensors,
      outputs: outputs ?? anyTensors,
    };
  }

  private list(direction: Direction): TensorsAsked | undefined {
    const { scanner } = this;
    if (!scanner.accept('(')) return undefined;
    const tensors: TensorAsked[] = [];
    if (scanner.accept(')')) return { tensors, open: false };
    do {
      if (scanner.accept('...')) {
        if (!scanner.accept(')')) scanner.fail('`)` after `...`');
        return { tensors, open: true };
      }
      const start = scanner.position;
      const tensor = this.tensor(direction);
      this.count(start);
      this.refuseTwice(tensor, tensors, start);
      tensors.push(tensor);
    } while (scanner.accept(','));
    if (!scanner.accept(')')) scanner.fail('`,` or `)`');
    return { tensors, open: false };
  }

  private count(position: number): void {
    const { maxQueryTensors } = this.limits;
    if (++this.tensors > maxQueryTensors) this.scanner.fail(`at most ${maxQueryTensors} tensors`, position);
  }

  /** Names in a list are different, so that nothing could match both. */
  private refuseTwice({ name }: TensorAsked, others: readonly TensorAsked[], position: number): void {
    if (name?.kind !== 'is' || !others.some((other) => isSame(other.name, name))) return;
    this.scanner.fail(
      `a name other than ${JSON.stringify(beginningOf(name.name))}, which is there already`,
      position,
    );
  }

  private tensor(direction: Direction): TensorAsked {
    const { scanner } = this;
    const start = scanner.position;
    const name = this.name('a tensor name');
    const mark = scanner.position;
    const optional = name !== undefined && scanner.accept('?');
    if (name !== undefined && scanner.accept(':')) {
      if (optional && direction === 'output') scanner.fail('`:`, as outputs are never optional', mark);
      return { ...(name !== '*' && { name }), optional, ...this.type() };
    }
    if (name !== undefined && '~"'.includes(scanner.text.charAt(start))) scanner.fail('`:` after the name');
    scanner.goTo(start);
    const type = this.type(', or `:` after a name');
    if (scanner.position === start) scanner.fail('a tensor, such as `image: float32[?,3]`');
    return { optional: false, ...type };
  }

  /** A name, a similar one or any one; nothing when something else comes next. */
  private name(what: string, pattern?: RegExp): NameAsked | '*' | undefined {
    const { scanner } = this;
    if (scanner.accept('*')) return '*';
    if (!scanner.accept('~')) {
      const name = this.plainOrQuoted(what, pattern);
      return name === undefined ? undefined : { kind: 'is', name };
    }
    const start = scanner.position;
    const name = this.plainOrQuoted(what, pattern);
    if (name === undefined || !hasTrigrams(name)) {
      return scanner.fail(`${what} with a letter or a digit after \`~\``, start);
    }
    return { kind: 'similar', name };
  }

  private plainOrQuoted(what: string, pattern = plainName): string | undefined {
    const { scanner } = this;
    const start = scanner.position;
    const plain = scanner.match(pattern);
    if (plain !== undefined || !scanner.nextIs('"')) return plain;
    const text = unquoted(this.quoted());
    if (text === undefined) return scanner.fail(`${what} in quotes, with JSON's escapes`, start);
    return unstorable.test(text) ? scanner.fail(`${what} without NUL or half a surrogate pair`, start) : text;
  }

  /** With its quotes. */
  private quoted(): string {
    const { scanner } = this;
    const start = scanner.position;
    return scanner.match(/"(?:[^"\\]|\\[^])*"/y) ?? scanner.fail('a second `"` after the one', start);
  }

  private type(orElse = ''): Pick<TensorAsked, 'encoding' | 'dtype' | 'shape'> {
    const encoding = this.encoding();
    const dtype = this.scanner.accept('*') ? undefined : this.dtype(orElse);
    const shape = this.shape();
    return { ...(encoding && { encoding }), ...(dtype !== undefined && { dtype }), ...(shape && { shape }) };
  }

  private dtype(orElse: string): string | undefined {
    const { scanner } = this;
    const start = scanner.position;
    const word = scanner.match(/-?[A-Za-z0-9_]+/y);
    if (word === undefined || isDType(word)) return word;
    const meant = nearest(word, dtypes);
    const instead = meant === undefined ? '' : `, the nearest is ${meant}`;
    return scanner.fail(`a dtype (${JSON.stringify(beginningOf(word))} is none${instead})${orElse}`, start);
  }

  private encoding(): EncodingAsked | undefined {
    const { scanner } = this;
    if (scanner.match(/sparse(?!\w)/y)) return { kind: 'sparse' };
    if (!scanner.match(/composite(?!\w)/y)) return undefined;
    if (!scanner.accept('<')) return { kind: 'composite' };
    const typeSpec = this.plainOrQuoted('the class of a type spec');
    if (typeSpec === undefined) return scanner.fail('the class of a type spec');
    scanner.expect('>');
    return { kind: 'composite', of: { typeSpec, ...this.components() } };
  }

  /** They are in the plain notation, which core reads. */
  private components(): Pick<
    NonNullable<(EncodingAsked & { readonly kind: 'composite' })['of']>,
    'components'
  > {
    const { scanner } = this;
    if (!scanner.nextIs('(')) return {};
    const start = scanner.position;
    this.passParentheses();
    const before = 'composite<_>';
    try {
      const { encoding } = parseType(before + scanner.text.slice(start, scanner.position));
      return encoding.kind === 'composite' ? { components: encoding.components } : {};
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      return scanner.fail(error.expected, start + error.position - before.length);
    }
  }

  private passParentheses(): void {
    const { scanner } = this;
    let depth = 0;
    do {
      const part = scanner.nextIs('"') ? this.quoted() : scanner.match(/[()]|[^()"]+/y);
      if (part === undefined) return;
      if (part === '(') depth++;
      if (part === ')') depth--;
    } while (depth > 0);
  }

  private shape(): ShapeAsked | undefined {
    const { scanner } = this;
    if (!scanner.accept('[')) return undefined;
    if (scanner.accept(']')) return { rank: 'known', dims: [] };
    if (scanner.accept('...')) {
      scanner.expect(']');
      return { rank: 'unknown' };
    }
    const dims: DimAsked[] = [];
    do dims.push(this.dim());
    while (scanner.accept(','));
    if (!scanner.accept(']')) scanner.fail('`,` or `]`');
    return { rank: 'known', dims };
  }

  private dim(): DimAsked {
    const { scanner } = this;
    if (scanner.accept('?')) return unknownDim;
    if (scanner.accept('*')) return { kind: 'any' };
    const start = scanner.position;
    const digits = scanner.match(/\d+/y);
    if (digits === undefined) {
      const what = 'a size, `?`, `*` or a symbol';
      return symbolicDim(this.plainOrQuoted(what) ?? scanner.fail(what));
    }
    const size = Number(digits);
    return Number.isSafeInteger(size) ? fixedDim(size) : scanner.fail('a size below 2^53', start);
  }
}

/** No name in a catalogue has any, for a database keeps none. */
const unstorable = /[\0\p{Cs}]/u;

function unquoted(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

function isSame(a: NameAsked | undefined, b: NameAsked): boolean {
  return a?.kind === b.kind && a.name === b.name;
}
