/** One number that a benchmark found. */
export interface Figure {
  /** What was measured, such as `get a version`. */
  readonly case: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: Unit;
  /** What the value should be; missing it is said, and is no failure. */
  readonly target?: Target;
}

export type Unit = 's' | 'ms' | 'MB' | 'MB/s' | 'bytes' | '1/s' | 'ratio' | 'count';

export type Target = { readonly atLeast: number } | { readonly atMost: number };

export function misses({ value, target }: Figure): boolean {
  if (target === undefined) return false;
  return 'atLeast' in target ? value < target.atLeast : value > target.atMost;
}

/** A benchmark: measures, one figure after the other. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  measure(bench: BenchContext): Promise<readonly Figure[]>;
}

/** What a benchmark measures with. */
export interface BenchContext {
  /** A folder that is removed in the end, for whatever the benchmark writes. */
  readonly folder: string;
  /** Has something undone in the end, however that comes; the last first. */
  cleanUp(undo: () => Promise<void> | void): void;
  /** A word of what is going on. */
  say(text: string): void;
  /** Where servers leave their CPU profiles, if anybody wants them. */
  readonly profiles: string | undefined;
}
