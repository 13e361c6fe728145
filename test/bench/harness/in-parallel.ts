import { percentile } from './statistics';

/** What so many tasks took: tasks a second, and milliseconds of one. */
export interface Pace {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Runs task 0, 1, 2 and so on, so many at a time. */
export async function inParallel(
  count: number,
  concurrency: number,
  task: (position: number) => Promise<void>,
): Promise<Pace> {
  const times: number[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const position = next++;
      const begun = performance.now();
      await task(position);
      times.push(performance.now() - begun);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  const seconds = (performance.now() - begun) / 1_000;
  return {
    perSecond: count / seconds,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
  };
}
