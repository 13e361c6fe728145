import { type BrokenCall } from '@sigcat/serving-model';
import { type Work } from './work';

/** Broken calls, found as they are asked for, each once however often they are gone through. */
export class Calls implements Iterable<BrokenCall> {
  private readonly found: BrokenCall[] = [];

  /**
   * @param tried calls in turn, nothing for one that does not break
   * @param cost of trying a call; where there is no work left, there are no more calls
   */
  constructor(
    private readonly tried: Iterator<BrokenCall | undefined>,
    private readonly cost: number,
    private readonly work: Work,
  ) {}

  *[Symbol.iterator](): Generator<BrokenCall> {
    for (let i = 0; ; i++) {
      const call = this.found[i] ?? this.next();
      if (call === undefined) return;
      yield call;
    }
  }

  private next(): BrokenCall | undefined {
    while (this.work.spend(this.cost)) {
      const next = this.tried.next();
      if (next.done === true) return undefined;
      if (next.value === undefined) continue;
      this.found.push(next.value);
      return next.value;
    }
    return undefined;
  }
}
