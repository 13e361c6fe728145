import { printType, type TensorSpec } from '@sigcat/core';
import { type TensorAsked } from '../query/query';
import { assign } from './assignment';
import { seenAs } from './caller-view';
import { choicesOf } from './choices';
import { type Fit } from './drop-in';
import { sizesClash } from './types';

/** What has been found of pairs of tensors by themselves, in which names do not matter. */
export type Verdicts = Map<string, Fit | undefined>;

/**
 * Finds a tensor for each that a caller has or needs, as far as there are any that fit by themselves.
 * @param verdictOn what the caller takes a tensor for, and what it is
 * @param verdicts of pairs that have been judged like this before
 * @param required positions that should be among those found
 * @returns positions; nothing when a tensor is there by its very name and does not fit
 */
export function bind(
  asked: readonly TensorAsked[],
  specs: readonly TensorSpec[],
  verdictOn: (seen: TensorSpec, spec: TensorSpec) => Fit | undefined,
  verdicts: Verdicts,
  required: readonly number[] = [],
): readonly (number | undefined)[] | undefined {
  const forms = new Map<TensorSpec, string>();
  const choices = asked.map((tensor) => {
    const wanted = wantedForm(tensor);
    return choicesOf(tensor, specs, (spec) => {
      if (sizesClash(tensor.shape, spec.shape)) return undefined;
      const form = forms.get(spec) ?? specForm(spec);
      forms.set(spec, form);
      const pair = `${wanted} ${form}`;
      if (!verdicts.has(pair)) verdicts.set(pair, verdictOn(seenAs(tensor, spec), spec));
      return gradeOf(verdicts.get(pair));
    });
  });
  const positions = assign(choices, required);
  const names = new Set(specs.map(({ name }) => name));
  const isUnfit = ({ name }: TensorAsked, i: number): boolean =>
    name?.kind === 'is' && positions[i] === undefined && names.has(name.name);
  return asked.some(isUnfit) ? undefined : positions;
}

/** What is surely compatible is better. */
function gradeOf(verdict: Fit | undefined): number | undefined {
  return verdict && { compatible: 0, undecided: 1 }[verdict];
}

/*
 * Signatures have thousands of tensors, but of few types: what differs in the name alone is judged once. Where they are of
 * many types, sizes tell nearly all of them apart.
 */

function wantedForm({ optional, encoding, dtype, shape }: TensorAsked): string {
  return JSON.stringify([optional, encoding, dtype, shape]);
}

function specForm(spec: TensorSpec): string {
  return JSON.stringify([printType(spec), spec.optional, spec.default?.digest]);
}
