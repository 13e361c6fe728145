/**
 * The element type of a tensor, in numpy's spelling. `unspecified` is a type that the file leaves open.
 * A number that no known type has (an enum value of a newer runtime) is kept as its decimal text.
 */
export type DType = string;

/** Every dtype Sigcat knows by name. */
export const dtypes = [
  'unspecified',
  'bool',
  'string',
  'int2',
  'int4',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint2',
  'uint4',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float4_e2m1fn',
  'float8_e5m2',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e4m3b11fnuz',
  'float8_e5m2fnuz',
  'float16',
  'bfloat16',
  'float32',
  'float64',
  'complex64',
  'complex128',
  'qint8',
  'qint16',
  'qint32',
  'quint8',
  'quint16',
  'resource',
  'variant',
] as const;

const known: ReadonlySet<string> = new Set(dtypes);

export function isDType(text: string): boolean {
  return known.has(text) || /^-?\d+$/.test(text);
}
