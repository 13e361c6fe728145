import { type Signature, type TensorSpec } from '@sigcat/core';
import { shapeObjection } from '../call-sizes';
import { isJsonDType, unreadable } from '../json-scalar';
import { isEmpty, type JsonValue } from '../json-value';
import { type JsonRequest } from '../request';
import { type Refusal } from '../ruling';
import { firstUnknown } from './tensors';

/**
 * Why REST does not take a body. It knows no defaults: every input of the signature has to be there. Rows may
 * have no other names, columns may.
 */
export function refuseJson({ inputs }: Signature, request: JsonRequest): Refusal | undefined {
  const [only] = inputs;
  if (only === undefined) return { reason: 'no-inputs' };
  if (request.form === 'row' && request.instances < 1) return { reason: 'no-instances' };
  const outer = request.form === 'row' ? [request.instances] : [];
  const message = request.form === 'row' ? request.instance : request.inputs;
  const symbols = new Map<string, number>();
  if (!message.named) {
    if (inputs.length > 1) return { reason: 'names-needed' };
    return refuseValue(message.value, outer, only, symbols);
  }
  if (request.form === 'row') {
    const unknown = firstUnknown(message.values, inputs);
    if (unknown !== undefined) return { reason: 'unknown-input', tensor: unknown };
  }
  for (const spec of inputs) {
    const value = message.values.get(spec.name);
    if (value === undefined) return { reason: 'missing-input', tensor: spec.name };
    const refusal = refuseValue(value, outer, spec, symbols);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** @param outer the sizes of lists around the value that are part of the tensor */
function refuseValue(
  value: JsonValue,
  outer: readonly number[],
  { name: tensor, dtype, shape, encoding }: TensorSpec,
  symbols: Map<string, number>,
): Refusal | undefined {
  if (encoding.kind !== 'dense') return { reason: 'wrong-encoding', tensor };
  // TensorFlow Serving would take empty lists for any dtype, but documents the others as unsupported.
  if (!isJsonDType(dtype)) return { reason: 'not-json', tensor };
  const reason = isEmpty(value) ? undefined : unreadable(value.scalar, dtype);
  if (reason !== undefined) return { reason, tensor };
  const objection = shapeObjection([...outer, ...value.sizes], shape, symbols);
  return objection && { ...objection, tensor };
}
