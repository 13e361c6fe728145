import {
  canonicalTypeForm,
  type Dim,
  type Encoding,
  type Shape,
  type TensorSpec,
  unknownRank,
} from '@sigcat/core';
import { type DimAsked, type EncodingAsked, type ShapeAsked, type TensorAsked } from '../query/query';

/** Is the tensor what is asked for in all but its name? See `matches`. */
export function typeFits(asked: TensorAsked, spec: TensorSpec): boolean {
  return (
    (!asked.optional || spec.optional) &&
    (asked.dtype === undefined || asked.dtype === spec.dtype) &&
    shapeFits(asked.shape, spec.shape) &&
    encodingFits(asked, spec.encoding)
  );
}

/** Does what is asked for have a type of its own, which is dense unless it is marked otherwise? */
export function isTyped({ dtype, shape }: TensorAsked): boolean {
  return dtype !== undefined || shape !== undefined;
}

function shapeFits(asked: ShapeAsked | undefined, shape: Shape): boolean {
  if (asked?.rank !== 'known') return true;
  if (shape.rank === 'unknown' || shape.dims.length !== asked.dims.length) return false;
  return asked.dims.every((dim, axis) => dimFits(dim, shape.dims[axis]));
}

/**
 * Do known sizes differ, so that no call works with the one where the other is asked for? Inside of what is empty JSON
 * shows no sizes.
 */
export function sizesClash(asked: ShapeAsked | undefined, shape: Shape): boolean {
  if (asked?.rank !== 'known' || shape.rank === 'unknown') return false;
  const { dims } = shape;
  if (dims.some((dim) => dim.kind === 'fixed' && dim.size === 0)) return false;
  if (asked.dims.length !== dims.length) return true;
  return asked.dims.some((dim, axis) => dims[axis]?.kind === 'fixed' && !dimFits(dim, dims[axis]));
}

function dimFits(asked: DimAsked, dim: Dim | undefined): boolean {
  return asked.kind !== 'fixed' || (dim?.kind === 'fixed' && dim.size === asked.size);
}

function encodingFits(asked: TensorAsked, encoding: Encoding): boolean {
  if (asked.encoding === undefined) return encoding.kind === 'dense' || !isTyped(asked);
  return isMarked(asked.encoding, encoding);
}

function isMarked(asked: EncodingAsked, encoding: Encoding): boolean {
  if (asked.kind === 'sparse' || encoding.kind !== 'composite') return asked.kind === encoding.kind;
  if (asked.of === undefined) return true;
  const { typeSpec, components } = asked.of;
  if (typeSpec !== encoding.typeSpec) return false;
  return (
    components === undefined ||
    encodingForm({ kind: 'composite', typeSpec, components }) === encodingForm(encoding)
  );
}

function encodingForm(encoding: Encoding): string {
  return canonicalTypeForm({ dtype: 'unspecified', shape: unknownRank, encoding });
}
