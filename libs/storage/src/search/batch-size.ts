import { LRUCache } from 'lru-cache';

/** Kinds of search that are remembered. */
const kindsKept = 10_000;
/** Signatures looked at after which what was seen before them counts half. */
const memory = 4_096;
const least = 16;
const mostAtFirst = 512;
/** A batch is at most so many times the one before. */
const growth = 4;

interface Seen {
  readonly looked: number;
  readonly found: number;
}

/**
 * How many candidates to look at for the answers that are wanted: of each kind of search it is remembered how many of
 * those looked at were answers, which conditions outside of the index on tokens decide.
 */
export class BatchSizes {
  private readonly seen = new LRUCache<string, Seen>({ max: kindsKept });

  /** @param expected the share that is expected of a kind that has not been seen before */
  of(kind: string, expected: number): BatchSize {
    return new BatchSize(this.seen.get(kind) ?? { looked: least, found: least * expected }, (seen) => {
      this.seen.set(kind, seen);
    });
  }
}

/** The batches of one search. */
export class BatchSize {
  private before: number | undefined;

  constructor(
    private seen: Seen,
    private readonly remember: (seen: Seen) => void,
  ) {}

  /** One of few numbers, as each is a statement of its own: a power of two, or three quarters of one. */
  next(wanted: number): number {
    const share = Math.min(1, this.seen.found / this.seen.looked);
    // With as much more as chance asks for five times out of six: one standard deviation.
    const enough = (wanted + Math.sqrt(wanted * (1 - share))) / share;
    const most = this.before === undefined ? mostAtFirst : this.before * growth;
    const power = 2 ** Math.ceil(Math.log2(enough));
    const size = Math.max(least, Math.min(most, enough <= power * 0.75 ? power * 0.75 : power));
    this.before = size;
    return size;
  }

  saw(looked: number, found: number): void {
    const kept = this.seen.looked > memory ? 0.5 : 1;
    // Where nothing was found yet, something may be.
    const seen = { looked: this.seen.looked * kept + looked, found: this.seen.found * kept + found };
    this.seen = { ...seen, found: Math.max(seen.found, 0.5) };
    this.remember(this.seen);
  }
}
