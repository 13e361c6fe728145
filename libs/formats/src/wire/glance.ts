import { Problem } from '@sigcat/problems';
import { WireReader, WireType } from './wire-reader';

/** A field as the beginning of a message shows it: its content as far as it is there. */
export interface GlancedField {
  readonly number: number;
  /** Present on length-delimited fields. */
  readonly content?: Uint8Array;
}

/** Fields looked at, at most. */
const most = 64;

/**
 * The first fields of what may be a message and may be cut off: up to the first that makes no sense, or that
 * goes beyond the end. Nothing is wrong here; this is for guessing what a file is.
 */
export function glance(bytes: Uint8Array): GlancedField[] {
  const reader = new WireReader(bytes, 0);
  const fields: GlancedField[] = [];
  try {
    while (reader.position < bytes.length && fields.length < most) fields.push(glanceField(reader, bytes));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
  return fields;
}

function glanceField(reader: WireReader, bytes: Uint8Array): GlancedField {
  reader.tag(bytes.length);
  const number = reader.field;
  switch (reader.wireType) {
    case WireType.Varint:
      reader.skipVarint(bytes.length);
      return { number };
    case WireType.Fixed64:
      reader.skip(8, bytes.length);
      return { number };
    case WireType.Fixed32:
      reader.skip(4, bytes.length);
      return { number };
    case WireType.Bytes: {
      const length = reader.length(bytes.length, Infinity);
      const content = bytes.subarray(reader.position, reader.position + length);
      reader.position += length;
      return { number, content };
    }
    default:
      // The content of a group reads on as if it stood outside.
      return { number };
  }
}
