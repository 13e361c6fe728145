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

/**
 * Checks what is passed over otherwise and costs little: protobuf refuses a message in which a text is not UTF-8, and other
 * kinds of messages that pass for this one mostly have some. Graphs themselves are not looked into.
 *
 * @throws Problem `malformed-model`, `nesting-too-deep`, `reading-timeout`
 */
export async function checkTexts(
  file: ReadAhead,
  field: WireField,
  texts: Texts | 'text',
  depth: number,
  context: ReadContext,
): Promise<void> {
  if (texts === 'text') return checkText(file, field, context);
  await walkFields(file, { ...field, depth }, context, (inner) => {
    const known = texts.get(inner.number);
    return known && checkTexts(file, inner, known, depth + 1, context);
  });
}

async function checkText(file: ReadAhead, { start, end }: WireField, context: ReadContext): Promise<void> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for (let at = start; at < end; at += chunkBytes) {
    const wanted = Math.min(chunkBytes, end - at);
    let bytes = file.peek(at, wanted);
    if (!bytes) {
      await context.deadline.breathe();
      bytes = await file.read(at, wanted);
    }
    if (bytes.length < wanted) throw malformed('The file ends early', at + bytes.length);
    try {
      utf8.decode(bytes, { stream: at + wanted < end });
    } catch {
      throw malformed('There is a text that is not UTF-8', start);
    }
  }
}
