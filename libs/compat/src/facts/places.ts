import { byName, type Dim, type Shape, type Signature, type TensorSpec } from '@sigcat/core';
import { tensorsByName } from './by-name';
import { type Axis, type Role } from './fact';

/** An axis of a tensor, and what each side says of its size that has the tensor. */
export interface Place {
  readonly at: Axis;
  readonly before?: PlaceOnSide;
  readonly after?: PlaceOnSide;
}

interface PlaceOnSide {
  /** Absent where the rank is not recorded. */
  readonly dim: Dim | undefined;
  readonly optional: boolean;
}

export type Side = 'before' | 'after';

export function placesOf(before: Signature, after: Signature): Place[] {
  return [
    ...placesAmong('input', before.inputs, after.inputs),
    ...placesAmong('output', before.outputs, after.outputs),
  ];
}

export function isInput({ at }: Place): boolean {
  return at.role === 'input';
}

/** Is it of an input that callers of the side do not leave out? */
export function isSureOn(side: Side): (place: Place) => boolean {
  return (place) => isInput(place) && place[side]?.optional === false;
}

/** Of inputs those too that one side alone has: an input that is gone takes with it what was promised of it. */
function placesAmong(role: Role, before: readonly TensorSpec[], after: readonly TensorSpec[]): Place[] {
  const [had, has] = [tensorsByName(before), tensorsByName(after)];
  const both = [...before].sort(byName).flatMap((old) => {
    const new_ = has.get(old.name);
    if (new_ === undefined) return role === 'input' ? placesOn('before', role, old) : [];
    return Array.from({ length: commonRank(old.shape, new_.shape) }, (_, axis) => ({
      at: { role, name: old.name, axis },
      before: onSide(old, axis),
      after: onSide(new_, axis),
    }));
  });
  if (role === 'output') return both;
  const added = after.filter(({ name }) => !had.has(name));
  return [...both, ...[...added].sort(byName).flatMap((spec) => placesOn('after', role, spec))];
}

function placesOn(side: Side, role: Role, spec: TensorSpec): Place[] {
  const { name, shape } = spec;
  const axes = shape.rank === 'known' ? shape.dims.keys() : [];
  return Array.from(axes, (axis) => ({ at: { role, name, axis }, [side]: onSide(spec, axis) }));
}

function onSide({ shape, optional }: TensorSpec, axis: number): PlaceOnSide {
  return { dim: shape.rank === 'known' ? shape.dims[axis] : undefined, optional };
}

/** How many axes both have, where one may leave it open. */
function commonRank(a: Shape, b: Shape): number {
  if (a.rank === 'unknown') return b.rank === 'unknown' ? 0 : b.dims.length;
  return b.rank === 'unknown' || a.dims.length === b.dims.length ? a.dims.length : 0;
}
