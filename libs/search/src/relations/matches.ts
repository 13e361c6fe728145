import { type Signature, type TensorSpec } from '@sigcat/core';
import { type SearchQuery, type TensorsAsked } from '../query/query';
import { assign } from './assignment';
import { choicesOf } from './choices';
import { type Match, type TensorsFound, tensorsFound } from './match';
import { typeFits } from './types';

/**
 * Does the signature look like the query? Every tensor asked for is found in a tensor of its own, of that direction,
 * which has the name, the dtype, the rank and the sizes asked for; what there is beside counts as extra. Where
 * several would do, the most similar name is taken, then the first; what leaves less choice chooses first.
 *
 * - `?`, `*` and symbols take any size, known or not; a size takes that size alone. Whether a symbol ties axes
 *   together is not looked at.
 * - `[...]` takes any shape, as no shape does; `[]` takes scalars, and every shape with sizes takes its rank alone.
 * - A dtype takes that dtype alone. `unspecified` is a dtype like the others.
 * - A type that is not marked takes dense tensors, `sparse` and `composite` take those; classes and components of
 *   composites have to be equal. A tensor without a type takes any.
 * - `name?` takes inputs that callers may leave out; a name without `?` takes both kinds.
 * - `()` takes a direction without tensors.
 *
 * The key is not looked at: it belongs to versions (`keyFits`).
 * @returns what was found in what; nothing when it does not match
 */
export function matches({ inputs, outputs }: SearchQuery, signature: Signature): Match | undefined {
  const taken = find(inputs, signature.inputs);
  const given = taken && find(outputs, signature.outputs);
  return given && { inputs: taken, outputs: given };
}

function find({ tensors, open }: TensorsAsked, specs: readonly TensorSpec[]): TensorsFound | undefined {
  if (tensors.length === 0 && !open && specs.length > 0) return undefined;
  if (tensors.length > specs.length) return undefined;
  const positions = assign(
    tensors.map((asked) => choicesOf(asked, specs, (spec) => (typeFits(asked, spec) ? 0 : undefined))),
  );
  return positions.includes(undefined) ? undefined : tensorsFound(tensors, specs, positions);
}
