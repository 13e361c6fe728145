import { type Finding, type Rename } from '@sigcat/compat';

/** A tensor's property that a finding is about. */
export type Property = 'dtype' | 'shape' | 'encoding' | 'optional';

/** The tensor that a finding is about, with what of it changed; without a property, that it is there. */
export interface TensorPlace {
  readonly role: 'inputs' | 'outputs';
  /** Two where it was renamed. */
  readonly names: readonly string[];
  readonly property?: Property;
  readonly axis?: number;
}

/** None where a finding is about something larger than a tensor. */
export function tensorPlaceOf(
  { path }: Pick<Finding, 'path'>,
  renames: readonly Rename[],
): TensorPlace | undefined {
  const [, , role, name, property, axis] = path.split('/').slice(1).map(unescaped);
  if ((role !== 'inputs' && role !== 'outputs') || name === undefined) return undefined;
  const rename = renames.find((one) => one.path === path);
  const place = { role, names: rename === undefined ? [name] : [rename.from, rename.to] } as const;
  if (property === undefined) return place;
  return {
    ...place,
    property: properties[property] ?? 'shape',
    ...(axis !== undefined && { axis: Number(axis) }),
  };
}

const properties: Readonly<Record<string, Property>> = {
  dtype: 'dtype',
  encoding: 'encoding',
  optional: 'optional',
  default: 'optional',
};

/** Of a token of a JSON pointer, RFC 6901. */
function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
