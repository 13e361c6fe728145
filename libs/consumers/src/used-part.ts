import {
  type Graph,
  type ModelSignatures,
  type NamedSignature,
  tagSetText,
  type TensorSpec,
} from '@sigcat/core';
import { type Requirement, type UsedTensor } from './requirement';

/** The signature that is required, if the model offers it. */
export function requiredSignature(
  { tagSet, signatureKey }: Requirement,
  model: ModelSignatures,
): NamedSignature | undefined {
  return requiredGraph(tagSet, model)?.signatures.find(({ key }) => key === signatureKey);
}

/** Of several graphs with one tag set the first counts, as loaders have it. */
export function requiredGraph(tagSet: Requirement['tagSet'], model: ModelSignatures): Graph | undefined {
  const text = tagSetText(tagSet);
  return model.graphs.find((graph) => tagSetText(graph.tagSet) === text);
}

/**
 * The model as the consumer sees it: the tensors of the one signature are of the types that the consumer says it sends
 * and can take. What it does not use is there as the model has it: whether an input may be left out, and how many
 * outputs there are, matters to all callers. Nothing where the model does not offer the signature.
 */
export function usedPart(requirement: Requirement, model: ModelSignatures): ModelSignatures | undefined {
  const graph = requiredGraph(requirement.tagSet, model);
  const named = requiredSignature(requirement, model);
  if (graph === undefined || named === undefined) return undefined;
  const signature = {
    inputs: withTypes(named.signature.inputs, requirement.inputs),
    outputs: withTypes(named.signature.outputs, requirement.outputs),
  };
  const signatures = graph.signatures.map((one) => (one === named ? { ...named, signature } : one));
  return { format: model.format, graphs: [{ tagSet: graph.tagSet, signatures }] };
}

function withTypes(specs: readonly TensorSpec[], used: readonly UsedTensor[]): TensorSpec[] {
  return specs.map((spec) => ({ ...spec, ...used.find(({ name }) => name === spec.name)?.type }));
}
