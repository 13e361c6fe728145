import { type TensorSpec } from '@sigcat/core';
import { type Fact } from './fact';
import { dtypeOverJson } from './over-json';

/**
 * Does JSON hide what changed, since the tensor that travels has no elements: the baseline's input, the candidate's
 * output? Empty lists show no dtype, and of an output that is read no axes inside them.
 */
export function isHiddenByEmptiness(fact: Fact): boolean {
  if (fact.aspect !== 'dtype' && fact.aspect !== 'dim' && fact.aspect !== 'rank') return false;
  const { subject, name, signatures } = fact;
  const { signature } = subject === 'input' ? signatures.before : signatures.after;
  const axis = emptyAxis(signature[`${subject}s`].find((spec) => spec.name === name));
  if (axis < 0) return false;
  if (fact.aspect === 'dtype') return dtypeOverJson(fact.after) === 'yes';
  return subject === 'output' && (fact.aspect === 'rank' || fact.axis > axis);
}

/** Is there nothing in any value of the tensor? */
export function isAlwaysEmpty(spec: TensorSpec): boolean {
  return emptyAxis(spec) >= 0;
}

function emptyAxis(spec: TensorSpec | undefined): number {
  if (spec?.shape.rank !== 'known') return -1;
  return spec.shape.dims.findIndex((dim) => dim.kind === 'fixed' && dim.size === 0);
}
