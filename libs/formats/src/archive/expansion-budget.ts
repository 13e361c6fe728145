import { limitExceeded } from '@sigcat/problems';
import { type ReadLimits } from '../limits';

/** Small files may well expand a thousandfold; only beyond this many bytes is it a threat. */
const harmless = 2 ** 20;

/** Counts what reading one archive expands, data that is expanded again included. */
export class ExpansionBudget {
  #expanded = 0;

  constructor(private readonly limits: ReadLimits) {}

  /**
   * Counts `bytes` more of a stream that has given `expanded` so far out of `compressed`.
   *
   * @throws Problem `archive-expands-too-much`
   */
  spend(bytes: number, expanded: number, compressed: number): void {
    const { maxExpandedBytes, maxExpansionRatio } = this.limits;
    this.#expanded += bytes;
    if (this.#expanded > maxExpandedBytes) {
      throw limitExceeded(
        'archive-expands-too-much',
        `The archive expands to ${this.#expanded} bytes or more`,
        {
          name: 'maxExpandedBytes',
          value: maxExpandedBytes,
        },
      );
    }
    if (expanded > harmless && expanded > maxExpansionRatio * compressed) {
      throw limitExceeded(
        'archive-expands-too-much',
        `${compressed} bytes of the archive expand to ${expanded} bytes or more`,
        { name: 'maxExpansionRatio', value: maxExpansionRatio },
      );
    }
  }
}
