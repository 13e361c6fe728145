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
  const { name, dtype, encoding, optional } = tensor;
  const shape = [...shapeTokens(side, tensor)];
  yield* shape;
  if (encoding) yield token.encoding(side, encoding.kind);
  if (optional) yield token.optional(side);
  if (name?.kind === 'is') {
    yield dtype === undefined ? token.name(side, name.name) : token.nameAndDtype(side, name.name, dtype);
  } else if (dtype !== undefined && shape.length === 0) {
    yield token.dtype(side, dtype);
  }
}

function* shapeTokens(side: Side, { dtype, shape }: TensorAsked): Iterable<string> {
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
  if (indexed.length > 0) return;
  yield dtype === undefined ? token.rank(side, rank) : token.dtypeAndRank(side, dtype, rank);
}
