import { tensorflow } from '@sigcat/proto/saved-model';
import { decodeSignatures } from './decode';
import { shortest } from './elements';
import { type FieldSchema, type MessageSchema, messageSchema } from './schema';

/**
 * The signatures of a graph as TensorFlow Serving's REST API prints them at `/v1/models/{model}/metadata`: by
 * key, in protobuf's JSON with original field names, 64-bit integers as text, and fields that are not set
 * printed unless that would say that they are. `native` is what {@link ReadGraph} holds.
 *
 * @throws Problem `malformed-model` when `native` is not a serialized SignatureDefMap
 */
export function tfServingSignatureDefs(native: Uint8Array): Record<string, unknown> {
  const signature = messageSchema('SignatureDef');
  const signatures = decodeSignatures(native, 'The signatures');
  return objectOf([...signatures].map(([key, def]) => [key, printMessage(def, signature)]));
}

function printMessage(message: object, schema: MessageSchema): unknown {
  const printed: [string, unknown][] = [];
  for (const field of schema.fields.values()) {
    const value = valueOf(message, field);
    if (value !== undefined) printed.push([field.name, printField(value, field)]);
  }
  return objectOf(printed);
}

/** Undefined where printing the field would say that it is set. */
function valueOf(message: object, field: FieldSchema): unknown {
  const value: unknown = Reflect.get(message, field.name);
  if (field.oneof) return Object.values(setMembers(message)).includes(field.name) ? value : undefined;
  return field.kind === 'message' && !field.repeated ? (value ?? undefined) : value;
}

/** protobufjs keeps the name of the member that was set last under the name of its oneof. */
function setMembers(message: object): Record<string, unknown> {
  return {
    encoding: message instanceof tensorflow.TensorInfo ? message.encoding : undefined,
    kind: message instanceof tensorflow.StructuredValue ? message.kind : undefined,
  };
}

function printField(value: unknown, field: FieldSchema): unknown {
  if (field.map) {
    const inner = field.message?.fields.get(2);
    return objectOf(
      Object.entries(value as object).map(([key, entry]) => [key, inner && printValue(entry, inner)]),
    );
  }
  return Array.isArray(value) ? value.map((element) => printValue(element, field)) : printValue(value, field);
}

function printValue(value: unknown, field: FieldSchema): unknown {
  if (field.message) return printMessage(value as object, field.message);
  if (field.enumeration) return field.enumeration.get(Number(value)) ?? Number(value);
  switch (field.type) {
    case 'int64':
    case 'sint64':
    case 'uint64':
      return String(value);
    case 'bytes':
      return Buffer.from(value as Uint8Array).toString('base64');
    case 'float':
      return shortest(Number(value));
    case 'double':
      return Number.isFinite(value) ? value : String(value);
    default:
      return value;
  }
}

/** Any key is a key here, `__proto__` too. */
function objectOf(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}
