import { type Direction, type Finding, type Rename, type Settings, type Transport } from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { type BrokenCall, triedCalls } from '@sigcat/serving-model';
import { type Blames, changedAlone, type Move, tensorBlame, wholeBlame } from './blame';
import { Calls } from './calls';
import { isConfirmed } from './is-confirmed';
import { tensorPlaceOf } from './place';
import { narrowed, type Scope, scopeOf } from './scope';
import { type Work } from './work';

/** A call that worked and breaks, and whose it is. */
export interface Found {
  readonly direction: Direction;
  readonly move: Move;
  readonly call: BrokenCall;
  /** Whether it breaks for certain only if nothing else changes: no call shows the change among the others. */
  readonly alone: boolean;
}

/** Finds calls that a change breaks, and tries no call twice. */
export class Search {
  private readonly known = new Map<string, Calls>();

  constructor(
    private readonly baseline: ModelSignatures,
    private readonly candidate: ModelSignatures,
    private readonly renames: readonly Rename[],
    private readonly settings: Settings,
    private readonly work: Work,
  ) {}

  /** A call that breaks by what was found, or why there is none. */
  find(finding: Finding, direction: Direction, transport: Transport): Found | string {
    const scope = scopeOf(finding, this.renames);
    const [baseline, candidate] = [narrowed(this.baseline, scope), narrowed(this.candidate, scope)];
    const move =
      direction === 'backward' ? { from: baseline, to: candidate } : { from: candidate, to: baseline };
    const cost = sizeOf(baseline) + sizeOf(candidate);
    const place = tensorPlaceOf(finding, this.renames);
    const blames = place ? tensorBlame(place, scope, move, this.settings) : wholeBlame(finding);
    const among = this.pick(this.calls(scope, direction, transport, move, cost), blames, move, cost);
    if (among !== undefined) return { direction, move, call: among, alone: false };
    if (place !== undefined) {
      const only = { from: move.from, to: changedAlone(place, scope, move) };
      const call = this.pick(this.callsFor(only, transport, cost), () => true, only, cost);
      if (call !== undefined) return { direction, move: only, call, alone: true };
    }
    const works = this.everWorks(move.from, transport, cost);
    if (this.work.isUsedUp) return 'none was found before the work allowed for it was done';
    return works ? 'no call that was tried breaks by it' : `no call over ${transport} ever worked`;
  }

  private pick(calls: Calls, blames: Blames, move: Move, cost: number): BrokenCall | undefined {
    for (const call of calls) {
      if (!this.work.spend(cost)) return undefined;
      if (blames(call) && isConfirmed(call, move, this.settings)) return call;
    }
    return undefined;
  }

  private calls(scope: Scope, direction: Direction, transport: Transport, move: Move, cost: number): Calls {
    const key = JSON.stringify([scope, direction, transport]);
    const calls = this.known.get(key) ?? this.callsFor(move, transport, cost);
    this.known.set(key, calls);
    return calls;
  }

  private callsFor({ from, to }: Move, transport: Transport, cost: number): Calls {
    return new Calls(triedCalls(from, to, transport, this.settings), cost, this.work);
  }

  private everWorks(from: ModelSignatures, transport: Transport, cost: number): boolean {
    const to = { format: from.format, graphs: [] };
    return !this.callsFor({ from, to }, transport, cost)[Symbol.iterator]().next().done;
  }
}

/** How many tensors and axes there are in the signatures, which is what a call with them costs. */
function sizeOf({ graphs }: ModelSignatures): number {
  let size = 1;
  for (const { signatures } of graphs) {
    for (const { signature } of signatures) {
      for (const { shape } of [...signature.inputs, ...signature.outputs]) {
        size += 1 + (shape.rank === 'known' ? shape.dims.length : 0);
      }
    }
  }
  return size;
}
