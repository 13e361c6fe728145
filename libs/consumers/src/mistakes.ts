import { isCallableOverJson, pointer } from '@sigcat/compat';
import { type ModelSignatures, quoteName, tagSetText } from '@sigcat/core';
import { judgeRequirement, type RequirementSettings } from './judge-requirement';
import { type Requirement } from './requirement';
import { requiredGraph, requiredSignature } from './used-part';

/** What is wrong with a declaration, and where in the requirement. */
export interface Mistake {
  /** JSON pointer in the requirement, such as `/inputs/0`. */
  readonly at: string;
  readonly message: string;
}

/** What the model does not offer of what is required. Empty where the consumer can work with the model as it is. */
export function mistakesIn(
  requirement: Requirement,
  model: ModelSignatures,
  settings: Partial<RequirementSettings> = {},
): Mistake[] {
  const { tagSet, signatureKey, transport } = requirement;
  const graph = requiredGraph(tagSet, model);
  if (!graph) {
    const there = model.graphs.map((one) => tagSetText(one.tagSet)).join(', ');
    return [{ at: '/tag_set', message: `There is no tag set ${tagSetText(tagSet)}, only ${there}.` }];
  }
  const signature = requiredSignature(requirement, model)?.signature;
  if (!signature) {
    const there = graph.signatures.map(({ key }) => quoteName(key)).join(', ');
    return [
      { at: '/signature', message: `There is no signature ${quoteName(signatureKey)}, only ${there}.` },
    ];
  }
  const unknown = (['inputs', 'outputs'] as const).flatMap((list) =>
    requirement[list].flatMap(({ name }, i) => {
      if (signature[list].some((spec) => spec.name === name)) return [];
      const there = signature[list].map((spec) => quoteName(spec.name)).join(', ') || 'none';
      return [
        {
          at: `/${list}/${i}`,
          message: `There is no ${list.slice(0, -1)} ${quoteName(name)}, only ${there}.`,
        },
      ];
    }),
  );
  if (unknown.length > 0) return unknown;

  const left = signature.inputs.filter(
    ({ name, optional }) => !optional && requirement.inputs.every((input) => input.name !== name),
  );
  if (left.length > 0) {
    const names = left.map(({ name }) => quoteName(name)).join(', ');
    return [{ at: '/inputs', message: `A call has to send ${names} as well.` }];
  }
  if (transport === 'json' && !isCallableOverJson(signature)) {
    return [{ at: '/transport', message: 'The signature cannot be called over JSON.' }];
  }
  // A consumer that cannot go on from what it says to what is there does not work today.
  const { findings = [] } = judgeRequirement(requirement, model, model, settings) ?? {};
  return findings
    .filter(({ level }) => level === 'error')
    .map(({ path, message }) => ({ at: placeIn(requirement, path), message }));
}

/** From the place of a finding to that in the requirement. */
function placeIn({ tagSet, signatureKey, inputs, outputs }: Requirement, path: string): string {
  for (const [list, tensors] of [
    ['inputs', inputs],
    ['outputs', outputs],
  ] as const) {
    const all = pointer(tagSetText(tagSet), signatureKey, list);
    const i = tensors.findIndex(({ name }) => `${path}/`.startsWith(`${all}${pointer(name)}/`));
    if (i >= 0) return `/${list}/${i}`;
  }
  return '/signature';
}
