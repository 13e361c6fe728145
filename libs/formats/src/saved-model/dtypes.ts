import { type DType } from '@sigcat/core';

/** Core's names in the order of TensorFlow's DataType. */
const byNumber: readonly DType[] = [
  'unspecified',
  'float32',
  'float64',
  'int32',
  'uint8',
  'int16',
  'int8',
  'string',
  'complex64',
  'int64',
  'bool',
  'qint8',
  'quint8',
  'qint32',
  'bfloat16',
  'qint16',
  'quint16',
  'uint16',
  'complex128',
  'float16',
  'resource',
  'variant',
  'uint32',
  'uint64',
  'float8_e5m2',
  'float8_e4m3fn',
  'float8_e4m3fnuz',
  'float8_e4m3b11fnuz',
  'float8_e5m2fnuz',
  'int4',
  'uint4',
  'int2',
  'uint2',
  'float4_e2m1fn',
];

/** What a reference type's number lies above that of its base type. */
const reference = 100;

/**
 * The dtype of a DataType number. Callers cannot tell a reference from its base type; a number that is none
 * stays as its decimal text.
 */
export function dtypeOf(number: number): DType {
  const base = number > reference ? number - reference : number;
  return byNumber[base] ?? String(number);
}
