import { type Signature, type TensorSpec } from '@sigcat/core';
import { typesDigest } from '../relations/exact';
import { Tally } from './tally';
import { type Side, token, tokenAxes } from './token';

/**
 * The tokens that say what a signature is, each once: about ten a tensor. Whatever query without `~` it matches can
 * be told from them but for whether it is one tensor that has what several tokens say.
 */
export function tokensOf(signature: Signature): readonly string[] {
  const { inputs, outputs } = signature;
  const types = token.types(typesDigest(signature));
  const required = token.required(inputs.filter(({ optional }) => !optional).length);
  return [...new Set([types, required, ...sideTokens('i', inputs), ...sideTokens('o', outputs)])];
}

function* sideTokens(side: Side, specs: readonly TensorSpec[]): Iterable<string> {
  const tally = new Tally();
  yield token.count(side, specs.length);
  for (const spec of specs) {
    yield token.some(side, tally.add(''));
    yield* tensorTokens(side, spec);
    yield token.dtype(side, spec.dtype, tally.add(spec.dtype));
    if (spec.shape.rank === 'unknown') continue;
    const rank = spec.shape.dims.length;
    yield token.dtypeAndRank(side, spec.dtype, rank, tally.add(`${spec.dtype}/${rank}`));
  }
}

function* tensorTokens(side: Side, { name, dtype, shape, encoding, optional }: TensorSpec): Iterable<string> {
  yield token.name(side, name);
  yield token.nameAndDtype(side, name, dtype);
  yield token.nameDtypeAndRank(side, name, dtype, shape.rank === 'known' ? shape.dims.length : '?');
  if (encoding.kind !== 'dense') yield token.encoding(side, encoding.kind);
  if (optional) yield token.optional(side);
  if (shape.rank === 'unknown') {
    yield token.dtypeOfAnyRank(side, dtype);
    return;
  }
  const { dims } = shape;
  yield token.rank(side, dims.length);
  for (const [axis, dim] of dims.slice(0, tokenAxes).entries()) {
    if (dim.kind !== 'fixed') {
      yield token.dtypeAndOpenAxis(side, dtype, dims.length, axis);
      continue;
    }
    yield token.size(side, dims.length, axis, dim.size);
    yield token.dtypeAndSize(side, dtype, dims.length, axis, dim.size);
  }
  const sizes = dims.flatMap((dim) => (dim.kind === 'fixed' ? [dim.size] : []));
  if (sizes.length === dims.length && sizes.length <= tokenAxes)
    yield token.dtypeAndSizes(side, dtype, sizes);
}
