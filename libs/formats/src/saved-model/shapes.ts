import { type Dim, fixedDim, type Shape, unknownDim, unknownRank } from '@sigcat/core';
import { limitExceeded, Problem } from '@sigcat/problems';
import { type tensorflow } from '@sigcat/proto/saved-model';
import { type ReadLimits } from '../limits';
import { toBigInt } from './integers';

type ShapeProto = tensorflow.TensorShapeProto.$Properties | null | undefined;

const largest = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The shape of a tensor; `of` says in problems whose it is. A shape that is left out is not a scalar: writers do so
 * where they do not know it.
 *
 * @throws Problem `invalid-shape`, `too-many-dims`
 */
export function readShape(shape: ShapeProto, of: string, limits: ReadLimits): Shape {
  if (!shape || shape.unknown_rank) return unknownRank;
  const dims = shape.dim ?? [];
  checkDimCount(dims.length, of, limits);
  return { rank: 'known', dims: dims.map((dim) => readDim(toBigInt(dim.size ?? 0), of)) };
}

/** @throws Problem `too-many-dims` */
export function checkDimCount(count: number, of: string, { maxDims }: ReadLimits): void {
  if (count <= maxDims) return;
  throw limitExceeded('too-many-dims', `The shape of ${of} has ${count} dimensions`, {
    name: 'maxDims',
    value: maxDims,
  });
}

/** Names of the axes, `''` where one has none; undefined where no axis has one. */
export function readDimNames(shape: ShapeProto): string[] | undefined {
  if (!shape || shape.unknown_rank) return undefined;
  const names = (shape.dim ?? []).map(({ name }) => name ?? '');
  return names.some((name) => name !== '') ? names : undefined;
}

function readDim(size: bigint, of: string): Dim {
  if (size === -1n) return unknownDim;
  if (size < 0n)
    throw new Problem('invalid-shape', `The shape of ${of} has a dimension of size ${String(size)}.`);
  if (size > largest) {
    throw new Problem(
      'invalid-shape',
      `The shape of ${of} has a dimension of size ${String(size)}, which is beyond 2^53-1.`,
    );
  }
  return fixedDim(Number(size));
}
