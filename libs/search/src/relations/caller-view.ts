import {
  dense,
  type Dim,
  type Encoding,
  type Shape,
  symbolicDim,
  type TensorSpec,
  unknownDim,
  unknownRank,
} from '@sigcat/core';
import {
  type DimAsked,
  type EncodingAsked,
  type ShapeAsked,
  type TensorAsked,
  type TensorsAsked,
} from '../query/query';
import { isTyped } from './types';

/**
 * The tensors as a caller has them in mind who wrote the query for this very signature: what it says is taken at its
 * word, what it leaves open is taken from the tensor it was found in. A tensor that was found nowhere has a name that
 * the signature does not have; an open list has all the other tensors too.
 * @param positions of the tensor that each tensor asked for was found in, if it was
 */
export function callerView(
  { tensors, open }: TensorsAsked,
  specs: readonly TensorSpec[],
  positions: readonly (number | undefined)[],
): TensorSpec[] {
  const names = new Set(specs.map(({ name }) => name));
  const view = tensors.map((asked, i) => {
    const found = specs[positions[i] ?? -1];
    return found === undefined ? missing(asked, names) : seenAs(asked, found);
  });
  const taken = new Set(positions);
  return open ? [...view, ...specs.filter((_, position) => !taken.has(position))] : view;
}

/** What the caller takes a tensor for that it found. */
export function seenAs(asked: TensorAsked, found: TensorSpec): TensorSpec {
  return {
    name: found.name,
    dtype: asked.dtype ?? found.dtype,
    shape: shapeSeen(asked.shape, found.shape),
    encoding: encodingSeen(asked, found.encoding),
    optional: asked.optional,
    // Who leaves an input out relies on whatever default there is: the notation has no way to say which.
    ...(asked.optional && found.default && { default: found.default }),
  };
}

function missing(asked: TensorAsked, names: Set<string>): TensorSpec {
  let name = asked.name?.kind === 'is' ? asked.name.name : '?';
  while (asked.name?.kind !== 'is' && names.has(name)) name += '?';
  names.add(name);
  const nothing = { name, dtype: 'unspecified', shape: unknownRank, encoding: dense, optional: false };
  return seenAs(asked, nothing);
}

function shapeSeen(asked: ShapeAsked | undefined, found: Shape): Shape {
  if (asked === undefined) return found;
  if (asked.rank === 'unknown') return asked;
  const sizes = found.rank === 'known' ? found.dims : [];
  return { rank: 'known', dims: asked.dims.map((dim, axis) => dimSeen(dim, sizes[axis])) };
}

/** Symbols of the query and of the model have nothing to do with each other; no name in a catalogue has a NUL. */
function dimSeen(asked: DimAsked, found: Dim = unknownDim): Dim {
  switch (asked.kind) {
    case 'any':
      return found;
    case 'symbolic':
      return symbolicDim(`\0${asked.name}`);
    default:
      return asked;
  }
}

function encodingSeen(asked: TensorAsked, found: Encoding): Encoding {
  if (asked.encoding === undefined) return isTyped(asked) ? dense : found;
  return markedEncoding(asked.encoding, found);
}

function markedEncoding(asked: EncodingAsked, found: Encoding): Encoding {
  if (asked.kind === 'sparse') return asked;
  const own = found.kind === 'composite' ? found : { kind: found.kind, typeSpec: '', components: [] };
  const { typeSpec = own.typeSpec, components = own.components } = asked.of ?? {};
  return { kind: 'composite', typeSpec, components };
}
