import { type ReadContext } from '../format';
import { type ReadAhead } from '../sources/read-ahead';
import { malformed } from './malformed';
import { checkNesting } from './nesting';
import { longestFieldHead, WireReader, WireType } from './wire-reader';

/** A length-delimited field: its number and where its content lies in the file. */
export interface WireField {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** Told of each length-delimited field; undefined means that there is nothing to wait for. */
export type FieldVisitor = (field: WireField) => Promise<void> | undefined;

/** Where a message lies and how many messages it is inside of. */
export interface MessageRange {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

/**
 * Walks the fields of one message in a file by their heads, without reading any content. Fields within
 * groups, and all that are not length-delimited, are passed over.
 *
 * @throws Problem `malformed-model`, `nesting-too-deep`, `reading-timeout`
 */
export async function walkFields(
  source: ReadAhead,
  { start, end, depth }: MessageRange,
  context: ReadContext,
  visit: FieldVisitor,
): Promise<void> {
  const groups: number[] = [];
  let position = start;
  while (position < end) {
    const wanted = Math.min(longestFieldHead, end - position);
    let head = source.peek(position, wanted);
    if (!head) {
      await context.deadline.breathe();
      head = await source.read(position, wanted);
    }
    const reader = new WireReader(head, position);
    reader.tag(head.length);
    switch (reader.wireType) {
      case WireType.Varint:
        reader.skipVarint(head.length);
        position = reader.offset;
        break;
      case WireType.Fixed64:
      case WireType.Fixed32: {
        const size = reader.wireType === WireType.Fixed64 ? 8 : 4;
        reader.skip(size, end - position);
        position = reader.offset;
        break;
      }
      case WireType.Bytes: {
        const length = reader.length(head.length, end - position);
        const field = { number: reader.field, start: reader.offset, end: reader.offset + length };
        // Awaiting nothing would cost more than all the rest of a small field.
        const pending = groups.length === 0 ? visit(field) : undefined;
        if (pending) await pending;
        position = field.end;
        break;
      }
      case WireType.StartGroup:
        groups.push(reader.field);
        checkNesting(depth + groups.length, context.limits);
        position = reader.offset;
        break;
      case WireType.EndGroup:
        if (groups.pop() !== reader.field) throw malformed('A group ends that has not begun', position);
        position = reader.offset;
        break;
    }
  }
  if (groups.length > 0) throw malformed('A group does not end', end);
}
