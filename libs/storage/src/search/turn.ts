import { setImmediate } from 'node:timers/promises';

/** Long work on one thread that others wait for: who does it asks now and then whether it is their turn. */
export class Turn {
  private begun = performance.now();

  /** @param length milliseconds */
  constructor(private readonly length: number) {}

  isOver(): boolean {
    return performance.now() - this.begun > this.length;
  }

  /** Lets others go first. */
  async next(): Promise<void> {
    await setImmediate();
    this.begun = performance.now();
  }
}
