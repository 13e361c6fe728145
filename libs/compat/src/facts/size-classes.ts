import { type Place, type Side } from './places';

/** What places have in common whose sizes are equal for sure on a side: a size, a symbol, or what was united. */
export class SizeClasses {
  /** From a class to another one that it was united with. What leads nowhere stands for all that lead there. */
  private readonly unitedWith = new Map<unknown, unknown>();

  constructor(private readonly side: Side) {}

  of(place: Place): unknown {
    return this.standingFor(classOf(place, this.side));
  }

  areOne(places: readonly Place[]): boolean {
    return new Set(places.map((place) => this.of(place))).size <= 1;
  }

  unite(places: readonly Place[]): void {
    const [first, ...others] = new Set(places.map((place) => this.of(place)));
    for (const other of others) this.unitedWith.set(other, first);
  }

  /** Shortens the way as it goes: there are thousands of classes, and each may lead to the next. */
  private standingFor(one: unknown): unknown {
    let at = one;
    for (let next = this.unitedWith.get(at); next !== undefined; next = this.unitedWith.get(at)) {
      this.unitedWith.set(at, this.unitedWith.get(next) ?? next);
      at = next;
    }
    return at;
  }
}

function classOf(place: Place, side: Side): unknown {
  const dim = place[side]?.dim;
  switch (dim?.kind) {
    case 'fixed':
      return dim.size;
    case 'symbolic':
      return dim.name;
    default:
      return place;
  }
}
