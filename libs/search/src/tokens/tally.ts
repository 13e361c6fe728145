import { tokenMultiplicity } from './token';

/** Counts things by a text, up to what there are tokens for. */
export class Tally {
  private readonly counts = new Map<string, number>();

  /** How many there are now with this one. */
  add(text: string): number {
    const count = Math.min((this.counts.get(text) ?? 0) + 1, tokenMultiplicity);
    this.counts.set(text, count);
    return count;
  }
}
