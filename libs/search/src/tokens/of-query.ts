import { type DType } from '@sigcat/core';
import { type SearchQuery, type TensorAsked, type TensorsAsked } from '../query/query';
import { Tally } from './tally';
import { type Side, token, tokenAxes } from './token';

/**
 * The tokens that every signature has that matches the query; the most specific ones, without those that others of
 * them imply of the same tensor. A similar name has none: what it is asked for with has.
 */
export function tokensOfQuery({ inputs, outputs }: SearchQuery): readonly string[] {
  return [...new Set([...sideTokens('i', inputs), ...sideTokens('o', outputs)])];
}

function* sideTokens(side: Side, { tensors, open }: TensorsAsked): Iterable<string> {
  if (tensors.length === 0 && !open) yield token.count(side, 0);
  const tally = new Tally();
  for (const tensor of tensors) {
    const own = [...tensorTokens(side, tensor)];
    yield* own;
    const count = tally.add('');
    if (count > 1 || own.length === 0) yield token.some(side, count);
    yield* severalTokens(side, tensor, tally);
  }
}

/** Tensors asked for are found in different tensors, so that there have to be as many. */
function* severalTokens(side: Side, { dtype, shape }: TensorAsked, tally: Tally): Iterable<string> {
  if (dtype === undefined) return;
  const count = tally.add(dtype);
  if (count > 1) yield token.dtype(side, dtype, count);
  if (shape?.rank !== 'known') return;
  const rank = shape.dims.length;
  const ranked = tally.add(`${dtype}/${rank}`);
  if (ranked > 1) yield token.dtypeAndRank(side, dtype, rank, ranked);
}

function* tensorTokens(side: Side, tensor: TensorAsked): Iterable<string> {
  const { name, dtype, shape, encoding, optional } = tensor;
  const sizes = [...sizeTokens(side, tensor)];
  yield* sizes;
  if (encoding) yield token.encoding(side, encoding.kind);
  if (optional) yield token.optional(side);
  const rank = shape?.rank === 'known' ? shape.dims.length : undefined;
  if (name?.kind === 'is') yield namedToken(side, name.name, dtype, rank);
  // Sizes say of which rank they are, and of which dtype.
  if (sizes.length > 0) return;
  if (rank !== undefined && dtype === undefined) yield token.rank(side, rank);
  if (name?.kind === 'is' || dtype === undefined) return;
  yield rank === undefined ? token.dtype(side, dtype) : token.dtypeAndRank(side, dtype, rank);
}

function namedToken(side: Side, name: string, dtype: DType | undefined, rank: number | undefined): string {
  if (dtype === undefined) return token.name(side, name);
  if (rank === undefined) return token.nameAndDtype(side, name, dtype);
  return token.nameDtypeAndRank(side, name, dtype, rank);
}

/** Of the sizes that are asked for. */
function* sizeTokens(side: Side, { dtype, shape }: TensorAsked): Iterable<string> {
  if (shape?.rank !== 'known') return;
  const { dims } = shape;
  const rank = dims.length;
  const sizes = dims.flatMap((dim, axis) => (dim.kind === 'fixed' ? [{ axis, size: dim.size }] : []));
  if (dtype !== undefined && sizes.length === rank && rank <= tokenAxes) {
    yield token.dtypeAndSizes(
      side,
      dtype,
      sizes.map(({ size }) => size),
    );
    return;
  }
  const indexed = sizes.filter(({ axis }) => axis < tokenAxes);
  for (const { axis, size } of indexed) {
    yield dtype === undefined
      ? token.size(side, rank, axis, size)
      : token.dtypeAndSize(side, dtype, rank, axis, size);
  }
}
