import descriptor, { type Node } from '@sigcat/proto/saved-model.json';

type ScalarKind = 'string' | 'bytes' | 'varint' | 'fixed32' | 'fixed64';

/** A field of a message as its wire form shows it; a map is a repeated message of key and value. */
export interface FieldSchema {
  readonly name: string;
  readonly number: number;
  readonly type: string;
  readonly kind: ScalarKind | 'message';
  readonly repeated: boolean;
  readonly oneof: boolean;
  /** Present on messages. */
  readonly message?: MessageSchema;
  /** Present on enums: names by number. */
  readonly enumeration?: ReadonlyMap<number, string>;
  readonly map: boolean;
}

/** A message of saved_model.proto. */
export interface MessageSchema {
  readonly name: string;
  /** By number. Worked out when first asked for, as messages contain each other. */
  readonly fields: ReadonlyMap<number, FieldSchema>;
}

const scalarKinds: ReadonlyMap<string, ScalarKind> = new Map([
  ['string', 'string'],
  ['bytes', 'bytes'],
  ['bool', 'varint'],
  ['int32', 'varint'],
  ['int64', 'varint'],
  ['uint32', 'varint'],
  ['uint64', 'varint'],
  ['sint64', 'varint'],
  ['float', 'fixed32'],
  ['double', 'fixed64'],
]);

const root: Node = descriptor.nested?.['tensorflow'] ?? {};
const messages = new Map<Node, MessageSchema>();

/** The message of this name in saved_model.proto. @throws RangeError when there is none */
export function messageSchema(name: string): MessageSchema {
  const node = root.nested?.[name];
  if (!node?.fields) throw new RangeError(`${name} is not a message of saved_model.proto`);
  return schemaOf(name, node, [root]);
}

function schemaOf(name: string, node: Node, scopes: readonly Node[]): MessageSchema {
  const known = messages.get(node);
  if (known) return known;
  let fields: Map<number, FieldSchema> | undefined;
  const schema: MessageSchema = {
    name,
    get fields() {
      return (fields ??= fieldsOf(node, [node, ...scopes]));
    },
  };
  messages.set(node, schema);
  return schema;
}

function fieldsOf(node: Node, scopes: readonly Node[]): Map<number, FieldSchema> {
  const inOneof = new Set(Object.values(node.oneofs ?? {}).flatMap(({ oneof }) => oneof));
  const fields = new Map<number, FieldSchema>();
  for (const [name, field] of Object.entries(node.fields ?? {})) {
    const schema = fieldOf(name, field.id, field.type, scopes);
    fields.set(field.id, {
      ...(field.keyType === undefined ? schema : mapOf(schema, fieldOf('key', 1, field.keyType, scopes))),
      repeated: field.rule === 'repeated' || field.keyType !== undefined,
      oneof: inOneof.has(name),
    });
  }
  return fields;
}

function fieldOf(name: string, number: number, type: string, scopes: readonly Node[]): FieldSchema {
  const plain = { name, number, type, repeated: false, oneof: false, map: false };
  const scalar = scalarKinds.get(type);
  if (scalar) return { ...plain, kind: scalar };
  const index = scopes.findIndex((scope) => scope.nested?.[type]);
  const node = scopes[index]?.nested?.[type];
  if (!node) throw new RangeError(`${type} is not in saved_model.proto`);
  if (node.values) {
    const names = new Map(Object.entries(node.values).map(([key, value]) => [value, key]));
    return { ...plain, kind: 'varint', enumeration: names };
  }
  return { ...plain, kind: 'message', message: schemaOf(type, node, scopes.slice(index)) };
}

function mapOf(value: FieldSchema, key: FieldSchema): FieldSchema {
  const fields = new Map([
    [1, key],
    [2, { ...value, name: 'value', number: 2 }],
  ]);
  return { ...value, kind: 'message', map: true, message: { name: `${value.name} entry`, fields } };
}
