import { isInput, isSureOn, type Place, type Side } from './places';
import { type SizeClasses } from './size-classes';

/**
 * The rows that callers of a side send. Where no input settles the size of an output's first axis, it is that of the
 * rows.
 */
export class SentRows {
  /** The sizes that inputs settle. */
  private readonly settled = new Set<unknown>();
  /** The first axes of inputs that may have any size, by that size. */
  private readonly rows = new Map<unknown, Company>();

  constructor(
    places: readonly Place[],
    private readonly classes: SizeClasses,
    private readonly side: Side,
  ) {
    for (const place of places) {
      if (!this.isSent(place)) continue;
      const size = classes.of(place);
      this.settled.add(size);
      if (!isOpenFirst(place, side)) continue;
      const rows = this.rows.get(size) ?? new Company(side);
      this.rows.set(size, rows);
      rows.add(place);
    }
  }

  /** A tie to an input's axis settles the size of an output: is that another one than the rows have? */
  areLostBy(tie: readonly Place[]): boolean {
    const { classes, side, settled } = this;
    const goesWithRows = tie.some(
      (place) => !isInput(place) && isOpenFirst(place, side) && !settled.has(classes.of(place)),
    );
    if (!goesWithRows) return false;
    const sent = tie.filter((place) => this.isSent(place));
    const rows = new Company(side);
    for (const place of sent) if (this.rows.get(classes.of(place))?.has(place)) rows.add(place);
    return !sent.every((place) => rows.has(place));
  }

  private isSent(place: Place): boolean {
    return isInput(place) && place[this.side] !== undefined;
  }
}

/** Places of inputs. It has those besides that are never sent without one of them. */
class Company {
  private readonly names = new Set<string>();
  private isSure = false;

  constructor(private readonly side: Side) {}

  add(place: Place): void {
    this.names.add(place.at.name);
    this.isSure ||= isSureOn(this.side)(place);
  }

  has({ at }: Place): boolean {
    return this.isSure || this.names.has(at.name);
  }
}

function isOpenFirst({ at, ...sides }: Place, side: Side): boolean {
  const on = sides[side];
  if (at.axis !== 0 || on === undefined) return false;
  return on.dim === undefined ? at.role === 'input' : on.dim.kind !== 'fixed';
}
