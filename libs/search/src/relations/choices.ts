import { type TensorSpec } from '@sigcat/core';
import { type TensorAsked } from '../query/query';
import { likenessTo } from './names';

/**
 * The tensors that would do for what is asked, by their positions, the best first: those of the lower grade, then
 * of the more similar name, then in their order.
 * @param gradeOf nothing when the type will not do
 */
export function choicesOf(
  { name }: TensorAsked,
  specs: readonly TensorSpec[],
  gradeOf: (spec: TensorSpec) => number | undefined,
): number[] {
  const likenessOf = likenessTo(name);
  const choices = specs.flatMap((spec, position) => {
    const alike = likenessOf(spec.name);
    const grade = alike === undefined ? undefined : gradeOf(spec);
    return grade === undefined || alike === undefined ? [] : [{ position, grade, alike }];
  });
  return choices.sort((a, b) => a.grade - b.grade || b.alike - a.alike).map(({ position }) => position);
}
