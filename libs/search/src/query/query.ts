import { type Dim, type DType, type TensorType } from '@sigcat/core';

/** What a name must be: this one, or one that is similar to it. */
export interface NameAsked {
  readonly kind: 'is' | 'similar';
  readonly name: string;
}

/** `any` is `*`: nothing is said of the size, not even that it is unknown. */
export type DimAsked = Dim | { readonly kind: 'any' };

export type ShapeAsked =
  { readonly rank: 'unknown' } | { readonly rank: 'known'; readonly dims: readonly DimAsked[] };

/** An encoding that is marked as such. Components are compared only where the composite has its class. */
export type EncodingAsked =
  | { readonly kind: 'sparse' }
  | {
      readonly kind: 'composite';
      readonly of?: { readonly typeSpec: string; readonly components?: readonly TensorType[] };
    };

/** A tensor asked for. What is absent is left open. */
export interface TensorAsked {
  readonly name?: NameAsked;
  /** It has to be one that callers may leave out. Only inputs are ever asked so. */
  readonly optional: boolean;
  /** Absent: dense, as in the notation, where a dtype or a shape is asked for; else left open as well. */
  readonly encoding?: EncodingAsked;
  readonly dtype?: DType;
  readonly shape?: ShapeAsked;
}

/** The inputs or the outputs asked for. */
export interface TensorsAsked {
  readonly tensors: readonly TensorAsked[];
  /** Written `...`, or not written at all: there may be any others beside these. */
  readonly open: boolean;
}

/** What is asked of a signature, and of the key that it is offered under. */
export interface SearchQuery {
  readonly key?: NameAsked;
  readonly inputs: TensorsAsked;
  readonly outputs: TensorsAsked;
}

/** A list that is left out asks for nothing. */
export const anyTensors: TensorsAsked = { tensors: [], open: true };
