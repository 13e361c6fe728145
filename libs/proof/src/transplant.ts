import { byName, type Dim, type Shape, type TensorSpec, unknownDim } from '@sigcat/core';
import { type Property, type TensorPlace } from './place';

/** The tensors with one place of them as it is in the others, everything else left as it was. */
export function transplanted(
  specs: readonly TensorSpec[],
  others: readonly TensorSpec[],
  place: TensorPlace,
): TensorSpec[] {
  const { names, property, axis } = place;
  if (property === undefined) {
    const isMeant = ({ name }: TensorSpec): boolean => names.includes(name);
    return [...specs.filter((spec) => !isMeant(spec)), ...others.filter(isMeant)].sort(byName);
  }
  const other = others.find(({ name }) => names.includes(name));
  if (other === undefined) return [...specs];
  return specs.map((spec) =>
    spec.name === other.name ? { ...spec, ...graft(property, axis, spec, other) } : spec,
  );
}

function graft(
  property: Property,
  axis: number | undefined,
  spec: TensorSpec,
  other: TensorSpec,
): Partial<TensorSpec> {
  switch (property) {
    case 'dtype':
      return { dtype: other.dtype };
    case 'encoding':
      return { encoding: other.encoding };
    case 'optional':
      return { optional: other.optional };
    case 'shape':
      return { shape: axis === undefined ? untied(other.shape) : withAxis(spec.shape, other.shape, axis) };
  }
}

function withAxis(shape: Shape, other: Shape, axis: number): Shape {
  const dim = other.rank === 'known' ? other.dims[axis] : undefined;
  if (shape.rank === 'unknown' || dim === undefined) return shape;
  return { ...shape, dims: shape.dims.with(axis, open(dim)) };
}

function untied(shape: Shape): Shape {
  return shape.rank === 'unknown' ? shape : { ...shape, dims: shape.dims.map(open) };
}

/** A symbol means nothing in another signature. */
function open(dim: Dim): Dim {
  return dim.kind === 'symbolic' ? unknownDim : dim;
}
