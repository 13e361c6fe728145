import { isUtf8 } from 'node:buffer';
import { malformed } from '../wire/malformed';
import { checkNesting } from '../wire/nesting';
import { WireReader, WireType } from '../wire/wire-reader';
import { type FieldSchema, type MessageSchema } from './schema';
import { type SignatureBudget } from './signature-budget';

const wireTypes: Record<FieldSchema['kind'], number> = {
  varint: WireType.Varint,
  fixed64: WireType.Fixed64,
  fixed32: WireType.Fixed32,
  string: WireType.Bytes,
  bytes: WireType.Bytes,
  message: WireType.Bytes,
};

/**
 * Goes through a message before it is decoded: that it is well-formed, and what its objects will cost. A few
 * bytes on the wire can become a hundred in memory, so this must not be left to the decoder. `base` is where
 * the message begins in its file, `depth` how many messages it is inside of.
 *
 * @throws Problem `malformed-model`, `nesting-too-deep`, `model-name-too-long`, `signatures-too-large`
 */
export function inspectMessage(
  bytes: Uint8Array,
  base: number,
  schema: MessageSchema,
  depth: number,
  budget: SignatureBudget,
): void {
  inspect(new WireReader(bytes, base), bytes.length, schema, depth, budget);
}

function inspect(
  reader: WireReader,
  end: number,
  schema: MessageSchema,
  depth: number,
  budget: SignatureBudget,
): void {
  checkNesting(depth, budget.limits);
  budget.spendItems(1);
  while (reader.position < end) {
    const start = reader.offset;
    reader.tag(end);
    const field = schema.fields.get(reader.field);
    if (field && reader.wireType === wireTypes[field.kind]) {
      inspectField(reader, end, field, depth, budget);
    } else if (field?.repeated && reader.wireType === WireType.Bytes) {
      inspectPacked(reader, end, field, budget);
    } else if (reader.wireType === WireType.EndGroup) {
      throw malformed('A group ends that has not begun', start);
    } else {
      skipUnknown(reader, end, depth, budget);
    }
  }
}

function inspectField(
  reader: WireReader,
  end: number,
  field: FieldSchema,
  depth: number,
  budget: SignatureBudget,
): void {
  if (field.repeated && !field.message) budget.spendItems(1);
  switch (field.kind) {
    case 'varint':
      reader.skipVarint(end);
      return;
    case 'fixed32':
    case 'fixed64':
      reader.skip(field.kind === 'fixed32' ? 4 : 8, end);
      return;
    case 'bytes':
      reader.skipBytes(end);
      return;
    case 'string': {
      const length = reader.length(end);
      const text = reader.bytes.subarray(reader.position, reader.position + length);
      budget.checkName(length, reader.offset);
      if (!isUtf8(text)) throw malformed('There is a text that is not UTF-8', reader.offset);
      reader.position += length;
      return;
    }
    case 'message': {
      const length = reader.length(end);
      if (field.message) inspect(reader, reader.position + length, field.message, depth + 1, budget);
      return;
    }
  }
}

function inspectPacked(reader: WireReader, end: number, field: FieldSchema, budget: SignatureBudget): void {
  const length = reader.length(end);
  const start = reader.offset;
  const packedEnd = reader.position + length;
  if (field.kind !== 'varint') {
    const size = field.kind === 'fixed32' ? 4 : 8;
    if (length % size !== 0) throw malformed('A packed list has a part of a number', start);
    budget.spendItems(length / size);
    reader.position = packedEnd;
    return;
  }
  while (reader.position < packedEnd) {
    budget.spendItems(1);
    reader.skipVarint(packedEnd);
  }
}

function skipUnknown(reader: WireReader, end: number, depth: number, budget: SignatureBudget): void {
  const groups: number[] = [];
  for (;;) {
    switch (reader.wireType) {
      case WireType.Varint:
        reader.skipVarint(end);
        break;
      case WireType.Fixed64:
        reader.skip(8, end);
        break;
      case WireType.Fixed32:
        reader.skip(4, end);
        break;
      case WireType.Bytes:
        reader.skipBytes(end);
        break;
      case WireType.StartGroup:
        groups.push(reader.field);
        checkNesting(depth + groups.length, budget.limits);
        break;
      case WireType.EndGroup:
        if (groups.pop() !== reader.field) throw malformed('A group ends that has not begun', reader.offset);
        break;
    }
    if (groups.length === 0) return;
    if (reader.position >= end) throw malformed('A group does not end', reader.offset);
    reader.tag(end);
  }
}
