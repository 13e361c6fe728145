import { type Position } from './position';

interface Moment {
  readonly position: Position;
  /** Milliseconds of a clock of this process. */
  readonly at: number;
}

/** More would only tell how long ago it is that a replica was far behind. */
const most = 1_000;

/** Where the primary was when. Clocks of other machines do not come into it. */
export class PrimaryHistory {
  /** The oldest first; positions grow. */
  private moments: Moment[] = [];

  record(position: Position, at: number): void {
    const last = this.moments.at(-1);
    // Nothing was written meanwhile: whoever has come so far was up to date all the time.
    if (last && last.position >= position) return;
    this.moments = [...this.moments.slice(1 - most), { position, at }];
  }

  /** For how many milliseconds there has been something that a replica has not replayed; 0 where it has all. */
  lagOf(replayed: Position, now: number): number {
    const missing = this.moments.find(({ position }) => position > replayed);
    return missing === undefined ? 0 : now - missing.at;
  }
}
