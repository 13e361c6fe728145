import { byName, type Dim, type Shape, type Signature, type TensorSpec } from '@sigcat/core';
import { sendsRows } from './rows';
import { type Axis, type DimEquality, type Fact, type Role, type SignaturePair } from './fact';

/** An axis of a tensor, and what each side says of its size that has the tensor. */
interface Place {
  readonly at: Axis;
  readonly before?: PlaceOnSide;
  readonly after?: PlaceOnSide;
}

interface PlaceOnSide {
  /** Absent where the rank is not recorded. */
  readonly dim: Dim | undefined;
  readonly optional: boolean;
}

type Side = 'before' | 'after';

/** What places have in common that are equal for sure. */
type Classes = ReadonlyMap<Place, unknown>;

/**
 * Where symbols tie axes together on one side only. Two axes of one fixed size are equal as well, so that
 * nothing new is said when a symbol takes the place of that size; what a size does by itself has its own facts.
 */
export function addDimEqualityFacts(facts: Fact[], signatures: SignaturePair): void {
  const { signature: before } = signatures.before;
  const { signature: after } = signatures.after;
  if (!hasSymbols(before) && !hasSymbols(after)) return;
  const places = [
    ...placesOf('input', before.inputs, after.inputs),
    ...placesOf('output', before.outputs, after.outputs),
  ];
  const at = { subject: 'signature', aspect: 'dim-equality', signatures } as const;
  const added = newTies(places, 'before', 'after', sendsRows(before));
  const removed = newTies(places, 'after', 'before', sendsRows(after));
  for (const tie of added) facts.push({ ...at, change: 'added', ...tie });
  for (const tie of removed) facts.push({ ...at, change: 'removed', ...tie });
}

function hasSymbols({ inputs, outputs }: Signature): boolean {
  return anySymbol(inputs) || anySymbol(outputs);
}

/** In loops, since every comparison looks at every dim here, and nearly always for nothing. */
function anySymbol(specs: readonly TensorSpec[]): boolean {
  for (const { shape } of specs) {
    if (shape.rank === 'unknown') continue;
    for (const { kind } of shape.dims) if (kind === 'symbolic') return true;
  }
  return false;
}

/** Of inputs those too that one side alone has: an input that is gone takes with it what was promised of it. */
function placesOf(role: Role, before: readonly TensorSpec[], after: readonly TensorSpec[]): Place[] {
  const both = [...before].sort(byName).flatMap((old) => {
    const new_ = after.find(({ name }) => name === old.name);
    if (new_ === undefined) return role === 'input' ? placesOn('before', role, old) : [];
    return Array.from({ length: commonRank(old.shape, new_.shape) }, (_, axis) => ({
      at: { role, name: old.name, axis },
      before: onSide(old, axis),
      after: onSide(new_, axis),
    }));
  });
  if (role === 'output') return both;
  const added = after.filter(({ name }) => before.every((spec) => spec.name !== name));
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

type Tie = Pick<DimEquality, 'between' | 'axes' | 'costsRows'>;

/**
 * The ties of the side `to` that do not follow from the side `from`.
 * @param rowsSent whether callers of the side `from` send any number of rows
 */
function newTies(places: readonly Place[], from: Side, to: Side, rowsSent: boolean): Tie[] {
  const groups = symbolGroups(places, to);
  const ofInputs = groups.map((group) => group.filter(isInput));
  const classes = classesOf(places, from);
  const demands = ofInputs
    .map((group) => group.filter((place) => place[from] !== undefined))
    .filter((group) => !isOneClass(group, classes));
  // What is promised of outputs is promised for requests that meet the demands.
  const due = new Map(classes);
  for (const group of ofInputs) unite(group.filter(isSureOn(to)), due);
  const promises = groups
    .filter((group) => !group.every(isInput))
    .filter((group) => !isOneClass(promisedBy(group, to), due));
  return [
    ...demands.map((group): Tie => ({ between: 'input', axes: axesOf(group), costsRows: false })),
    ...promises.map((group): Tie => {
      const costs = rowsSent && costsRows(group, places, classes, from);
      return { between: 'output', axes: axesOf(group), costsRows: costs };
    }),
  ];
}

function axesOf(group: readonly Place[]): Axis[] {
  return group.map(({ at }) => at);
}

function isInput({ at }: Place): boolean {
  return at.role === 'input';
}

function isSureOn(side: Side): (place: Place) => boolean {
  return (place) => isInput(place) && place[side]?.optional === false;
}

/** The places that have to be equal: inputs that may be left out have their size from those that may not. */
function promisedBy(group: readonly Place[], side: Side): readonly Place[] {
  const isSure = isSureOn(side);
  return group.some(isSure) ? group.filter((place) => !isInput(place) || isSure(place)) : group;
}

/**
 * Where no input settles the size of an output's first axis, it is that of the rows that were sent. A tie to an input's
 * axis settles it: is that a size of the rows?
 */
function costsRows(group: readonly Place[], places: readonly Place[], classes: Classes, from: Side): boolean {
  const sent = places.filter((place) => isInput(place) && place[from] !== undefined);
  const settled = new Set(sent.map((place) => classes.get(place)));
  const hasRows = group.some(
    (place) => !isInput(place) && isOpenFirst(place, from) && !settled.has(classes.get(place)),
  );
  if (!hasRows) return false;
  const goesWith = (place: Place, other: Place): boolean =>
    isSureOn(from)(place) || place.at.name === other.at.name;
  const rows = sent.filter((place) => isOpenFirst(place, from));
  const isRows = (place: Place): boolean =>
    rows.some((row) => classes.get(row) === classes.get(place) && goesWith(row, place));
  const tied = group.filter((place) => sent.includes(place));
  return tied.some((place) => !tied.some((other) => isRows(other) && goesWith(other, place)));
}

function isOpenFirst({ at, ...sides }: Place, side: Side): boolean {
  const on = sides[side];
  if (at.axis !== 0 || on === undefined) return false;
  return on.dim === undefined ? at.role === 'input' : on.dim.kind !== 'fixed';
}

function symbolGroups(places: readonly Place[], side: Side): Place[][] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const dim = place[side]?.dim;
    if (dim?.kind === 'symbolic') groups.set(dim.name, [...(groups.get(dim.name) ?? []), place]);
  }
  return [...groups.values()];
}

function classesOf(places: readonly Place[], side: Side): Map<Place, unknown> {
  return new Map(places.map((place) => [place, classOf(place, place[side]?.dim)]));
}

function classOf(place: Place, dim: Dim | undefined): unknown {
  switch (dim?.kind) {
    case 'fixed':
      return dim.size;
    case 'symbolic':
      return dim.name;
    default:
      return place;
  }
}

function isOneClass(group: readonly Place[], classes: Classes): boolean {
  return new Set(group.map((place) => classes.get(place))).size <= 1;
}

function unite(group: readonly Place[], classes: Map<Place, unknown>): void {
  const united = new Set(group.map((place) => classes.get(place)));
  for (const [place, of] of classes) if (united.has(of)) classes.set(place, group);
}
