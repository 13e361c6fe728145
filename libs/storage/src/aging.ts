/** Something that is taken anew when somebody asks for it and it is old. */
export class Aging<T> {
  private taken: { readonly at: number; readonly what: Promise<T> } | undefined;

  constructor(
    private readonly take: () => Promise<T>,
    private readonly maxAgeMs: number,
  ) {}

  /** While a new one is taken, the old one will do. Rejects with what the taking rejects with. */
  get(): Promise<T> {
    const before = this.taken;
    if (before && Date.now() - before.at < this.maxAgeMs) return before.what;
    const what = this.take();
    const taken = { at: Date.now(), what };
    this.taken = taken;
    // What could not be had is asked for again by the next one.
    what.catch(() => {
      if (this.taken === taken) this.taken = undefined;
    });
    return before?.what ?? what;
  }
}
