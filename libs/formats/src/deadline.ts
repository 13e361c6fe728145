import { limitExceeded, type Problem } from '@sigcat/problems';
import { setImmediate } from 'node:timers/promises';
import { type ReadLimits } from './limits';

/** Milliseconds that reading may keep the event loop to itself. */
const longestTurn = 20;

/** `setTimeout` takes more for 1. */
const longestTimer = 2 ** 31 - 1;

/** The end of the time that reading one artifact may take. */
export class Deadline {
  readonly #end: number;
  #turnEnds: number;

  constructor(private readonly limits: ReadLimits) {
    const now = performance.now();
    this.#end = now + limits.maxReadingMs;
    this.#turnEnds = now + longestTurn;
  }

  /**
   * To be called in every loop over untrusted bytes.
   *
   * @throws Problem `reading-timeout`
   */
  check(): void {
    if (performance.now() > this.#end) throw this.#exceeded();
  }

  /**
   * As {@link check}, and lets others have the event loop now and then.
   *
   * @throws Problem `reading-timeout`
   */
  async breathe(): Promise<void> {
    this.check();
    if (performance.now() < this.#turnEnds) return;
    await setImmediate();
    this.#turnEnds = performance.now() + longestTurn;
  }

  /**
   * The outcome of `work`, or the problem if it comes later, even when a source never answers.
   *
   * @throws Problem `reading-timeout`
   */
  async bound<T>(work: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          reject(this.#exceeded());
        },
        Math.min(this.limits.maxReadingMs, longestTimer),
      );
    });
    try {
      return await Promise.race([work(), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  #exceeded(): Problem {
    const { maxReadingMs } = this.limits;
    return limitExceeded('reading-timeout', `Reading took more than ${maxReadingMs} ms`, {
      name: 'maxReadingMs',
      value: maxReadingMs,
    });
  }
}
