import { type Signature, type TensorSpec } from '@sigcat/core';
import { type Axis, type DimEquality, type Fact, type SignaturePair } from './fact';
import { isInput, isSureOn, type Place, placesOf, type Side } from './places';
import { sendsRows } from './rows';
import { SentRows } from './sent-rows';
import { SizeClasses } from './size-classes';

/**
 * Where symbols tie axes together on one side only. Two axes of one fixed size are equal as well, so that
 * nothing new is said when a symbol takes the place of that size; what a size does by itself has its own facts.
 */
export function addDimEqualityFacts(facts: Fact[], signatures: SignaturePair): void {
  const { signature: before } = signatures.before;
  const { signature: after } = signatures.after;
  if (!hasSymbols(before) && !hasSymbols(after)) return;
  const places = placesOf(before, after);
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

type Tie = Pick<DimEquality, 'between' | 'axes' | 'costsRows'>;

/**
 * The ties of the side `to` that do not follow from the side `from`.
 * @param rowsSent whether callers of the side `from` send any number of rows
 */
function newTies(places: readonly Place[], from: Side, to: Side, rowsSent: boolean): Tie[] {
  const groups = symbolGroups(places, to);
  const ofInputs = groups.map((group) => group.filter(isInput));
  const classes = new SizeClasses(from);
  const demands = ofInputs
    .map((group) => group.filter((place) => place[from] !== undefined))
    .filter((group) => !classes.areOne(group));
  // What is promised of outputs is promised for requests that meet the demands.
  const due = new SizeClasses(from);
  for (const group of ofInputs) due.unite(group.filter(isSureOn(to)));
  const promises = groups
    .filter((group) => !group.every(isInput))
    .filter((group) => !due.areOne(promisedBy(group, to)));
  const rows = rowsSent ? new SentRows(places, classes, from) : undefined;
  return [
    ...demands.map((group): Tie => ({ between: 'input', axes: axesOf(group), costsRows: false })),
    ...promises.map((group): Tie => ({
      between: 'output',
      axes: axesOf(group),
      costsRows: rows?.areLostBy(group) ?? false,
    })),
  ];
}

function axesOf(group: readonly Place[]): Axis[] {
  return group.map(({ at }) => at);
}

/** The places that have to be equal: inputs that may be left out have their size from those that may not. */
function promisedBy(group: readonly Place[], side: Side): readonly Place[] {
  const isSure = isSureOn(side);
  return group.some(isSure) ? group.filter((place) => !isInput(place) || isSure(place)) : group;
}

function symbolGroups(places: readonly Place[], side: Side): Place[][] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const dim = place[side]?.dim;
    if (dim?.kind !== 'symbolic') continue;
    const group = groups.get(dim.name);
    if (group === undefined) groups.set(dim.name, [place]);
    else group.push(place);
  }
  return [...groups.values()];
}
