import { type TensorSpec } from '@sigcat/core';
import { tensorsByName } from './by-name';
import { type Fact } from './fact';
import { oncePer } from './once-per';
import { dtypeOverJson } from './over-json';

/**
 * Does JSON hide what changed, since the tensor that travels has no elements: the baseline's input, the candidate's
 * output? Empty lists show no dtype, and of an output that is read no axes inside them.
 */
export function isHiddenByEmptiness(fact: Fact): boolean {
  if (fact.aspect !== 'dtype' && fact.aspect !== 'dim' && fact.aspect !== 'rank') return false;
  const { subject, name, signatures } = fact;
  const { signature } = subject === 'input' ? signatures.before : signatures.after;
  const axis = emptyAxes(signature[`${subject}s`]).get(name);
  if (axis === undefined) return false;
  if (fact.aspect === 'dtype') return dtypeOverJson(fact.after) === 'yes';
  return subject === 'output' && (fact.aspect === 'rank' || fact.axis > axis);
}

/** Is there nothing in any value of the tensor? */
export function isAlwaysEmpty(spec: TensorSpec): boolean {
  return emptyAxis(spec) >= 0;
}

/** The first axes of size 0, by the names of the tensors that have one. */
const emptyAxes = oncePer((specs: readonly TensorSpec[]): ReadonlyMap<string, number> => {
  const axes = new Map<string, number>();
  for (const [name, spec] of tensorsByName(specs)) {
    const axis = emptyAxis(spec);
    if (axis >= 0) axes.set(name, axis);
  }
  return axes;
});

function emptyAxis({ shape }: TensorSpec): number {
  if (shape.rank === 'unknown') return -1;
  return shape.dims.findIndex((dim) => dim.kind === 'fixed' && dim.size === 0);
}
