import { type Signature, type TensorSpec } from '@sigcat/core';
import { shapeObjection } from '../call-sizes';
import { sameEncoding } from '../encoding';
import { type TensorRequest } from '../request';
import { type Objection, type Refusal, type ValueObjection } from '../ruling';
import { type ServingSettings } from '../settings';
import { type TensorValue } from '../tensor-value';

/** Why a server does not take named tensors. An optional input may be left out: its default is filled in. */
export function refuseTensors(
  { inputs, outputs }: Signature,
  request: TensorRequest,
  extraInputs: ServingSettings['extraInputs'],
): Refusal | undefined {
  if (extraInputs === 'reject') {
    const unknown = firstUnknown(request.inputs, inputs);
    if (unknown !== undefined) return { reason: 'unknown-input', tensor: unknown };
  }
  const symbols = new Map<string, number>();
  for (const spec of inputs) {
    const value = request.inputs.get(spec.name);
    if (value !== undefined) {
      const objection = tensorObjection(value, spec, symbols);
      if (objection !== undefined) return objection;
    } else if (!spec.optional) {
      return { reason: 'missing-input', tensor: spec.name };
    }
  }
  return refuseFilter(outputs, request.outputFilter ?? []);
}

function refuseFilter(outputs: readonly TensorSpec[], filter: readonly string[]): Refusal | undefined {
  for (const [i, name] of filter.entries()) {
    if (!has(outputs, name)) return { reason: 'unknown-output', tensor: name };
    if (filter.indexOf(name) < i) return { reason: 'repeated-output', tensor: name };
  }
  return undefined;
}

/** What is wrong with a tensor for a spec; `unspecified` stands for any dtype. */
export function tensorObjection(
  { dtype, shape, encoding }: TensorValue,
  spec: TensorSpec,
  symbols: Map<string, number>,
): Objection<ValueObjection> | undefined {
  const tensor = spec.name;
  if (!sameEncoding(encoding, spec.encoding)) return { reason: 'wrong-encoding', tensor };
  if (spec.dtype !== dtype && spec.dtype !== 'unspecified') return { reason: 'wrong-dtype', tensor };
  const objection = shapeObjection(shape, spec.shape, symbols);
  return objection && { ...objection, tensor };
}

/** The first name for which there is a value and no spec. */
export function firstUnknown(
  values: ReadonlyMap<string, unknown>,
  specs: readonly TensorSpec[],
): string | undefined {
  let known = 0;
  for (const { name } of specs) if (values.has(name)) known++;
  if (known === values.size) return undefined;
  const names = new Set(specs.map(({ name }) => name));
  for (const name of values.keys()) if (!names.has(name)) return name;
  return undefined;
}

function has(specs: readonly TensorSpec[], name: string): boolean {
  return specs.some((spec) => spec.name === name);
}
