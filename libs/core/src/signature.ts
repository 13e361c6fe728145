import { byName } from './order';
import { type TensorSpec } from './tensor-spec';

/** What a caller must know of a callable: what it takes and what it gives. Tensors are sorted by name. */
export interface Signature {
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly TensorSpec[];
}

export function signatureOf(inputs: readonly TensorSpec[], outputs: readonly TensorSpec[]): Signature {
  return { inputs: [...inputs].sort(byName), outputs: [...outputs].sort(byName) };
}
