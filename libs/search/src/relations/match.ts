import { type TensorSpec } from '@sigcat/core';
import { type TensorAsked } from '../query/query';
import { likenessTo } from './names';

/** The tensor that a query's tensor was found in. */
export interface Binding {
  /** Position of what is asked for in the query's list, from 0. */
  readonly asked: number;
  /** Name of the tensor of the signature. */
  readonly name: string;
  /** How alike the names are, where a similar one was asked for. */
  readonly similarity?: number;
}

/** What was found among the inputs, or among the outputs. */
export interface TensorsFound {
  /** In the order of the query. */
  readonly bindings: readonly Binding[];
  /** How many tensors the signature has beside those. */
  readonly extra: number;
}

/** Why a signature is what a query asks for. */
export interface Match {
  readonly inputs: TensorsFound;
  readonly outputs: TensorsFound;
}

/** @param positions of the tensor that each tensor asked for was found in, if it was */
export function tensorsFound(
  asked: readonly TensorAsked[],
  specs: readonly TensorSpec[],
  positions: readonly (number | undefined)[],
): TensorsFound {
  const bindings = asked.flatMap(({ name }, i): Binding[] => {
    const spec = specs[positions[i] ?? -1];
    if (spec === undefined) return [];
    const similarity = name?.kind === 'similar' ? likenessTo(name)(spec.name) : undefined;
    return [{ asked: i, name: spec.name, ...(similarity !== undefined && { similarity }) }];
  });
  return { bindings, extra: specs.length - bindings.length };
}
