import { type Direction, type Finding, type Rename, type Settings, type Transport } from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { type BrokenCall, brokenCalls, findBrokenCall } from '@sigcat/serving-model';
import { blameOf, isAt, type Move } from './blame';
import { type Counterexample } from './counterexample';
import { isConfirmed } from './is-confirmed';
import { tensorPlaceOf } from './place';
import { narrowed, type Scope, scopeOf } from './scope';

/** The most calls that are looked at for one signature. */
const mostCalls = 1_000;

/** The most tensors of signatures that calls are tried on: calls are as many and as large. */
const mostTensors = 100;

const nobody: Omit<ModelSignatures, 'format'> = { graphs: [] };

/** Finds calls that a change breaks, and tries no call twice. */
export class Search {
  private readonly known = new Map<string, readonly BrokenCall[]>();

  constructor(
    private readonly baseline: ModelSignatures,
    private readonly candidate: ModelSignatures,
    private readonly renames: readonly Rename[],
    private readonly settings: Settings,
  ) {}

  /** A call that breaks by what was found, or why there is none. */
  find(finding: Finding, direction: Direction, transport: Transport): Counterexample | string {
    const move: Move =
      direction === 'backward'
        ? { from: this.baseline, to: this.candidate }
        : { from: this.candidate, to: this.baseline };
    const scope = scopeOf(finding, this.renames);
    const callers = narrowed(move.from, scope);
    if (tensorsIn(callers, narrowed(move.to, scope)) > mostTensors) {
      return `the signature has more than ${mostTensors} tensors`;
    }
    const blames = blameOf(finding, this.renames, scope, move, this.settings);
    const calls = this.calls(scope, direction, transport, callers, move.to).filter(
      (call) => blames(call) && isConfirmed(call, move, this.settings),
    );
    const place = tensorPlaceOf(finding, this.renames);
    const call = calls.find((one) => isAt(place, one)) ?? calls[0];
    if (call !== undefined) return { direction, transport, move, call };
    return this.works(callers, transport)
      ? 'every call that was tried breaks by another change or by none'
      : `no call over ${transport} ever worked`;
  }

  private calls(
    scope: Scope,
    direction: Direction,
    transport: Transport,
    callers: ModelSignatures,
    to: ModelSignatures,
  ): readonly BrokenCall[] {
    const key = JSON.stringify([scope, direction, transport]);
    const calls =
      this.known.get(key) ?? atMost(mostCalls, brokenCalls(callers, to, transport, this.settings));
    this.known.set(key, calls);
    return calls;
  }

  private works(callers: ModelSignatures, transport: Transport): boolean {
    const none = { ...nobody, format: callers.format };
    return findBrokenCall(callers, none, transport, this.settings) !== undefined;
  }
}

function atMost<T>(most: number, items: Iterable<T>): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length === most) break;
    first.push(item);
  }
  return first;
}

function tensorsIn(...models: readonly ModelSignatures[]): number {
  let count = 0;
  for (const { graphs } of models) {
    for (const { signature } of graphs.flatMap(({ signatures }) => signatures)) {
      count += signature.inputs.length + signature.outputs.length;
    }
  }
  return count;
}
