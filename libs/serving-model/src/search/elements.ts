import { type DType, type TensorSpec } from '@sigcat/core';
import { type JsonScalar, sendable, writable } from '../json-scalar';

/** The dtypes that tensors of a spec may have, as far as they tell it from the other side's; the agreeable first. */
export function dtypesFor({ dtype }: TensorSpec, other: TensorSpec | undefined): readonly DType[] {
  if (dtype !== 'unspecified') return [dtype];
  const agreeable = other === undefined || other.dtype === 'unspecified' ? 'float32' : other.dtype;
  return [agreeable, agreeable === 'float32' ? 'string' : 'float32'];
}

/** Likewise what a caller may write for a spec in JSON. */
export function sendableFor({ dtype }: TensorSpec, other: TensorSpec | undefined): readonly JsonScalar[] {
  return [...agreeable(dtype, other && sendable(other.dtype)), ...sendable(dtype)];
}

/** Likewise what a server may write. */
export function writableFor(
  { dtype }: TensorSpec,
  other: TensorSpec | undefined,
  asBytes: boolean,
): readonly JsonScalar[] {
  return [...agreeable(dtype, other && writable(other.dtype, asBytes)), ...writable(dtype, asBytes)];
}

function agreeable(dtype: DType, others: readonly JsonScalar[] = []): readonly JsonScalar[] {
  return dtype === 'unspecified' ? others.slice(0, 1) : [];
}
