import { type Dim, type Shape, type Signature, type TensorSpec } from '@sigcat/core';

/** Two signatures between which a caller is moved, and what neither of them speaks of. */
export interface Between {
  readonly baseline: Signature;
  readonly candidate: Signature | undefined;
  /** What is demanded, by name: the candidate's inputs of requests, the baseline's outputs of answers. */
  readonly demanded: { readonly inputs: Specs; readonly outputs: Specs };
  /** Different sizes from 2 on that are no dim of either, for requests and for answers. */
  readonly freshSize: { readonly request: number; readonly answer: number };
  readonly freshRank: number;
}

export type Specs = ReadonlyMap<string, TensorSpec>;

export function between(baseline: Signature, candidate: Signature | undefined): Between {
  let rank = 0;
  const taken = new Set<number>();
  for (const { inputs, outputs } of candidate === undefined ? [baseline] : [baseline, candidate]) {
    for (const { shape } of [...inputs, ...outputs]) {
      const dims = dimsOf(shape);
      rank = Math.max(rank, dims.length);
      for (const dim of dims) if (dim.kind === 'fixed') taken.add(dim.size);
    }
  }
  const request = freshSize(2, taken);
  return {
    baseline,
    candidate,
    demanded: { inputs: byName(candidate?.inputs ?? []), outputs: byName(baseline.outputs) },
    freshSize: { request, answer: freshSize(request + 1, taken) },
    freshRank: 1 + rank,
  };
}

function freshSize(least: number, taken: ReadonlySet<number>): number {
  let size = least;
  while (taken.has(size)) size++;
  return size;
}

export function dimsOf(shape: Shape): readonly Dim[] {
  return shape.rank === 'known' ? shape.dims : [];
}

function byName(specs: readonly TensorSpec[]): Specs {
  return new Map(specs.map((spec) => [spec.name, spec]));
}

/** The rank that a spec has, where it is known. */
export function rankOf(spec: TensorSpec | undefined): number | undefined {
  return spec?.shape.rank === 'known' ? spec.shape.dims.length : undefined;
}
