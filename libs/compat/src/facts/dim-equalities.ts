import { byName, type Dim, type Shape, type Signature, type TensorSpec, unknownDim } from '@sigcat/core';
import { type Axis, type Fact, type Role, type SignaturePair } from './fact';

/** An axis of a tensor that both sides have, and what each says of its size. */
interface Place {
  readonly at: Axis;
  readonly before: Dim;
  readonly after: Dim;
  /** Is the tensor always there? */
  readonly sure: boolean;
}

type Side = 'before' | 'after';

/**
 * Where symbols tie axes together on one side only. Two axes of one fixed size are equal as well, so that
 * nothing new is said when a symbol takes the place of that size; what a size does by itself has its own facts.
 */
export function addDimEqualityFacts(facts: Fact[], signatures: SignaturePair): void {
  const { signature: before } = signatures.before;
  const { signature: after } = signatures.after;
  if (!hasSymbols(before) && !hasSymbols(after)) return;
  const places = [
    ...commonPlaces('input', before.inputs, after.inputs),
    ...commonPlaces('output', before.outputs, after.outputs),
  ];
  const at = { subject: 'signature', aspect: 'dim-equality', signatures } as const;
  for (const tie of newTies(places, 'before', 'after')) facts.push({ ...at, change: 'added', ...tie });
  for (const tie of newTies(places, 'after', 'before')) facts.push({ ...at, change: 'removed', ...tie });
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

function commonPlaces(role: Role, before: readonly TensorSpec[], after: readonly TensorSpec[]): Place[] {
  return [...before].sort(byName).flatMap(({ name, shape, optional }) => {
    const other = after.find((spec) => spec.name === name);
    if (other === undefined) return [];
    return Array.from({ length: commonRank(shape, other.shape) }, (_, axis) => ({
      at: { role, name, axis },
      before: dimOf(shape, axis),
      after: dimOf(other.shape, axis),
      sure: !optional && !other.optional,
    }));
  });
}

/** How many axes both have, where one may leave it open. */
function commonRank(a: Shape, b: Shape): number {
  if (a.rank === 'unknown') return b.rank === 'unknown' ? 0 : b.dims.length;
  return b.rank === 'unknown' || a.dims.length === b.dims.length ? a.dims.length : 0;
}

function dimOf(shape: Shape, axis: number): Dim {
  return (shape.rank === 'known' ? shape.dims[axis] : undefined) ?? unknownDim;
}

/** The ties of the side `to` that do not follow from the side `from`. */
function newTies(
  places: readonly Place[],
  from: Side,
  to: Side,
): { readonly between: Role; readonly axes: readonly Axis[] }[] {
  const groups = symbolGroups(places, to);
  const ofInputs = groups.map((group) => group.filter(({ at }) => at.role === 'input'));
  const withOutputs = groups.filter((group) => group.some(({ at }) => at.role === 'output'));
  const classes = new Map(places.map((place) => [place, classOf(place, from)]));
  const demands = ofInputs.filter((group) => !isOneClass(group, classes));
  // What is promised of outputs is promised for requests that meet the demands.
  for (const group of ofInputs.map((places) => places.filter(({ sure }) => sure))) unite(group, classes);
  const promises = withOutputs.filter((group) => !isOneClass(group, classes));
  return [
    ...demands.map((group) => ({ between: 'input' as const, axes: group.map(({ at }) => at) })),
    ...promises.map((group) => ({ between: 'output' as const, axes: group.map(({ at }) => at) })),
  ];
}

function symbolGroups(places: readonly Place[], side: Side): Place[][] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const { [side]: dim } = place;
    if (dim.kind === 'symbolic') groups.set(dim.name, [...(groups.get(dim.name) ?? []), place]);
  }
  return [...groups.values()];
}

/** Places of one class are equal for sure. */
function classOf(place: Place, side: Side): unknown {
  const { [side]: dim } = place;
  switch (dim.kind) {
    case 'fixed':
      return dim.size;
    case 'symbolic':
      return dim.name;
    case 'unknown':
      return place;
  }
}

function isOneClass(group: readonly Place[], classes: ReadonlyMap<Place, unknown>): boolean {
  return new Set(group.map((place) => classes.get(place))).size <= 1;
}

function unite(group: readonly Place[], classes: Map<Place, unknown>): void {
  const united = new Set(group.map((place) => classes.get(place)));
  for (const [place, of] of classes) if (united.has(of)) classes.set(place, group);
}
