import { type Dim, type Shape, type Signature, type TensorSpec } from '@sigcat/core';

/** Two signatures between which a caller is moved, and what neither of them speaks of. */
export interface Between {
  readonly baseline: Signature;
  readonly candidate: Signature | undefined;
  /** Different sizes from 2 on that are no dim of either, for requests and for answers. */
  readonly freshSize: { readonly request: number; readonly answer: number };
  readonly freshRank: number;
}

export function between(baseline: Signature, candidate: Signature | undefined): Between {
  const shapes = [baseline, ...(candidate ? [candidate] : [])].flatMap(({ inputs, outputs }) =>
    [...inputs, ...outputs].map(({ shape }) => shape),
  );
  const taken = new Set(shapes.flatMap(dimsOf).map((dim) => (dim.kind === 'fixed' ? dim.size : undefined)));
  const request = freshSize(2, taken);
  return {
    baseline,
    candidate,
    freshSize: { request, answer: freshSize(request + 1, taken) },
    freshRank: 1 + Math.max(0, ...shapes.map((shape) => dimsOf(shape).length)),
  };
}

function freshSize(least: number, taken: ReadonlySet<number | undefined>): number {
  let size = least;
  while (taken.has(size)) size++;
  return size;
}

function dimsOf(shape: Shape): readonly Dim[] {
  return shape.rank === 'known' ? shape.dims : [];
}

export function find(specs: readonly TensorSpec[] | undefined, name: string): TensorSpec | undefined {
  return specs?.find((spec) => spec.name === name);
}

/** The rank that a spec has, where it is known. */
export function rankOf(spec: TensorSpec | undefined): number | undefined {
  return spec?.shape.rank === 'known' ? spec.shape.dims.length : undefined;
}
