import { isUtf8 } from 'node:buffer';
import { type ReadContext } from '../format';
import { type ReadAhead } from '../sources/read-ahead';
import { walkFields, type WireField } from '../wire/field-walk';
import { malformed } from '../wire/malformed';

/** Fields of a message that are texts, or messages with such fields. */
export type Texts = ReadonlyMap<number, 'text' | Texts>;

const entry: Texts = new Map([
  [1, 'text'],
  [2, 'text'],
]);

/** Of a MetaInfoDef, but for the tags and TensorFlow's version, which are read. */
export const metaInfoTexts: Texts = new Map<number, 'text' | Texts>([
  [1, 'text'],
  // Operations and their names, and the same of a type.
  [2, new Map([[1, new Map([[1, 'text']])]])],
  [3, new Map([[1, 'text']])],
  [6, 'text'],
  [8, entry],
]);

/** Of a MetaGraphDef, but for its MetaInfoDef and its signatures: how it is saved, keys of collections, names of assets. */
export const metaGraphTexts: Texts = new Map([
  [
    3,
    new Map([
      [1, 'text'],
      [2, 'text'],
      [3, 'text'],
    ]),
  ],
  [4, new Map([[1, 'text']])],
  [6, new Map([[2, 'text']])],
]);

const chunkBytes = 64 * 2 ** 10;

/** Fields that are looked at in one file, at most: a hundred times what TensorFlow's own operations have. */
const mostFields = 100_000;

/**
 * Checks texts among what is passed over otherwise: protobuf refuses a message in which one is not UTF-8, so that hardly
 * another kind of message is taken for this one. It costs little: graphs are not looked into, and where there are too many
 * fields the rest of them is not either.
 */
export class TextCheck {
  #fields = 0;

  constructor(
    private readonly file: ReadAhead,
    private readonly context: ReadContext,
  ) {}

  /**
   * Undefined where there is nothing to wait for.
   *
   * @param texts of the message that the field is in
   * @param depth how many messages the field's content is inside of
   * @throws Problem `malformed-model`, `nesting-too-deep`, `reading-timeout`
   */
  field(field: WireField, texts: Texts, depth: number): Promise<void> | undefined {
    const known = texts.get(field.number);
    if (known === undefined || field.start === field.end || ++this.#fields > mostFields) return undefined;
    if (known === 'text') return this.#text(field);
    return walkFields(this.file, { ...field, depth }, this.context, (inner) =>
      this.field(inner, known, depth + 1),
    );
  }

  #text(field: WireField): Promise<void> | undefined {
    const { start, end } = field;
    const bytes = end - start > chunkBytes ? undefined : this.file.peek(start, end - start);
    if (!bytes) return this.#longText(field);
    if (bytes.length < end - start) throw malformed('The file ends early', start + bytes.length);
    if (!isUtf8(bytes)) throw malformed('There is a text that is not UTF-8', start);
    return undefined;
  }

  async #longText({ start, end }: WireField): Promise<void> {
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    for (let at = start; at < end; at += chunkBytes) {
      await this.context.deadline.breathe();
      const wanted = Math.min(chunkBytes, end - at);
      const bytes = await this.file.read(at, wanted);
      if (bytes.length < wanted) throw malformed('The file ends early', at + bytes.length);
      try {
        utf8.decode(bytes, { stream: at + wanted < end });
      } catch {
        throw malformed('There is a text that is not UTF-8', start);
      }
    }
  }
}
