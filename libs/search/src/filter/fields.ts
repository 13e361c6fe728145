const textFields = [
  'namespace',
  'model',
  'alias',
  'format',
  'framework_version',
  'method_name',
  'key',
  'input.name',
  'input.dtype',
  'output.name',
  'output.dtype',
] as const;
const numberFields = ['version', 'input.rank', 'input.count', 'output.rank', 'output.count'] as const;
const timeFields = ['published_at'] as const;
const tagSetFields = ['tag_set'] as const;

/** `label.team` is the value of the label `team`. */
export type TextField = (typeof textFields)[number] | `label.${string}`;
export type NumberField = (typeof numberFields)[number];
export type TimeField = (typeof timeFields)[number];
export type TagSetField = (typeof tagSetFields)[number];

/** Fields as they are listed to people. */
export const fieldNames: readonly string[] = [
  ...textFields,
  'label.<name>',
  ...numberFields,
  ...timeFields,
  ...tagSetFields,
];

/** A field, and what its values are. */
export type Field =
  | { readonly kind: 'text'; readonly field: TextField }
  | { readonly kind: 'number'; readonly field: NumberField }
  | { readonly kind: 'time'; readonly field: TimeField }
  | { readonly kind: 'tag-set'; readonly field: TagSetField };

const fields = new Map<string, Field>([
  ...textFields.map((field): [string, Field] => [field, { kind: 'text', field }]),
  ...numberFields.map((field): [string, Field] => [field, { kind: 'number', field }]),
  ...timeFields.map((field): [string, Field] => [field, { kind: 'time', field }]),
  ...tagSetFields.map((field): [string, Field] => [field, { kind: 'tag-set', field }]),
]);

export function fieldOf(name: string): Field | undefined {
  return fields.get(name) ?? (isLabel(name) ? { kind: 'text', field: name } : undefined);
}

function isLabel(name: string): name is `label.${string}` {
  return name.startsWith('label.') && name !== 'label.';
}

/** What a field of a kind can be compared by. */
export const operators = {
  text: ['=', '!=', 'IN', 'LIKE'],
  number: ['=', '!=', '<', '<=', '>', '>=', 'IN'],
  time: ['=', '!=', '<', '<=', '>', '>=', 'IN'],
  'tag-set': ['=', '!=', 'IN'],
} as const satisfies Record<Field['kind'], readonly string[]>;
