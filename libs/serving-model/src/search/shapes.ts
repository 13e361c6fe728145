import { type TensorSpec } from '@sigcat/core';
import { type CallSizes, settledSize, type Shapes } from '../call-sizes';

/** What to choose shapes by, where specs leave them open. */
export interface Choice {
  /** Sizes that are settled before. */
  readonly settled: CallSizes;
  /** That all tensors have one first axis, as in the row form. */
  readonly inRows: InRows | undefined;
  /** The rank and the sizes that the other side would have, where it minds. */
  readonly agreeableRank: (name: string) => number | undefined;
  readonly agreeableSize: (name: string, axis: number) => number | undefined;
  /** A rank and a size that neither side speaks of. */
  readonly freshRank: number;
  readonly freshSize: number;
}

/** What has to hold of rows beside what the specs say. */
export interface InRows {
  /** How many there are, where that is settled. */
  readonly size?: number;
  /** Symbols that have one size. */
  readonly alike: readonly string[];
  /** Whether that is as many as there are rows. */
  readonly likeRows: boolean;
}

/**
 * Shapes for tensors of these specs: first the closest to what the other side would have; then the same with one
 * open rank made fresh, for each; with no axes where ranks are open, which settles no rows; with one open size made
 * fresh, for each; and with all open first axes made fresh together. None where tensors of these specs cannot be put
 * into rows.
 */
export function* shapesFor(specs: readonly TensorSpec[], choice: Choice): Generator<Shapes> {
  const closest = layOut(specs, choice);
  if (closest === undefined) return;
  yield sizesOf(closest, choice.freshSize);
  const unranked = specs.filter(({ shape }) => shape.rank === 'unknown');
  const others = [
    ...unranked.map(
      ({ name }) =>
        (one: string) =>
          one === name ? choice.freshRank : undefined,
    ),
    ...(unranked.length > 0 && choice.inRows === undefined ? [() => 0] : []),
  ];
  for (const rankOf of others) {
    const layout = layOut(specs, choice, rankOf);
    if (layout !== undefined) yield sizesOf(layout, choice.freshSize);
  }
  const open = new Set([...closest.values()].flat().filter((axis) => axis.open));
  for (const axis of open) yield sizesOf(closest, choice.freshSize, (one) => one === axis);
  const firsts = new Set([...open].filter((axis) => axis.leads));
  if (firsts.size > 1) yield sizesOf(closest, choice.freshSize, (one) => firsts.has(one));
}

/** An axis of a tensor, or several that have one size. */
interface Axis {
  size: number | undefined;
  /** Whether another size would do. */
  open: boolean;
  /** Whether it is the first axis of a tensor. */
  leads: boolean;
}

type Layout = ReadonlyMap<string, readonly Axis[]>;

function sizesOf(layout: Layout, fresh: number, isChanged: (axis: Axis) => boolean = () => false): Shapes {
  const size = (axis: Axis): number => (isChanged(axis) ? fresh : (axis.size ?? 1));
  return new Map(Array.from(layout, ([name, axes]) => [name, axes.map(size)]));
}

/** @param rankOf that of a tensor of unknown rank, where it is not to be the closest */
function layOut(
  specs: readonly TensorSpec[],
  choice: Choice,
  rankOf: (name: string) => number | undefined = choice.agreeableRank,
): Layout | undefined {
  const symbols = new Map<string, Axis>();
  const rows = choice.inRows && oneFirstAxis(specs, choice.settled, choice.inRows, symbols);
  if (rows === 'none') return undefined;
  const layout = new Map<string, readonly Axis[]>();
  for (const { name, shape } of specs) {
    const known = shape.rank === 'known';
    const rank = known
      ? shape.dims.length
      : Math.max(rankOf(name) ?? choice.agreeableRank(name) ?? 1, rows === undefined ? 0 : 1);
    const axes = Array.from({ length: rank }, (_, i): Axis => {
      if (i === 0 && rows !== undefined) return rows;
      const size = settledSize(shape, i, choice.settled);
      if (size !== undefined) return { size, open: false, leads: false };
      const dim = known ? shape.dims[i] : undefined;
      const shared = dim?.kind === 'symbolic' ? symbols.get(dim.name) : undefined;
      const axis = shared ?? { size: undefined, open: true, leads: false };
      if (dim?.kind === 'symbolic') symbols.set(dim.name, axis);
      return axis;
    });
    for (const [i, axis] of axes.entries()) {
      if (axis.open) axis.size ??= choice.agreeableSize(name, i);
      if (i === 0) axis.leads = true;
    }
    layout.set(name, axes);
  }
  return layout;
}

/** The first axis of all tensors together; `none` where one has no axis or two cannot be equal. */
function oneFirstAxis(
  specs: readonly TensorSpec[],
  settled: CallSizes,
  { size: due, alike, likeRows }: InRows,
  symbols: Map<string, Axis>,
): Axis | 'none' {
  const rows: Axis = { size: due, open: due === undefined, leads: false };
  for (const { shape } of specs) {
    if (shape.rank === 'unknown') continue;
    const [first] = shape.dims;
    const size = settledSize(shape, 0, settled);
    if (first === undefined || (size !== undefined && !rows.open && rows.size !== size)) return 'none';
    if (size !== undefined) Object.assign(rows, { size, open: false });
    else if (first.kind === 'symbolic') symbols.set(first.name, rows);
  }
  const inStep = likeRows || alike.some((symbol) => symbols.has(symbol));
  const axis = inStep ? rows : { size: undefined, open: true, leads: false };
  for (const symbol of alike) symbols.set(symbol, axis);
  return rows;
}
