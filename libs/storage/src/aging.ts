/** Milliseconds for which the old will do where a new one could not be had. */
const retryMs = 5_000;

/** Something that is taken anew when somebody asks for it and it is old; meanwhile the old one will do. */
export class Aging<T> {
  private good: { readonly what: T; readonly until: number } | undefined;
  private taking: Promise<T> | undefined;

  /** @param maxAgeOf milliseconds after which it is old */
  constructor(
    private readonly take: () => Promise<T>,
    private readonly maxAgeOf: (what: T) => number,
  ) {}

  /** Rejects with what the taking rejects with, where there was none before. */
  async get(): Promise<T> {
    const { good } = this;
    if (good && Date.now() < good.until) return good.what;
    const taking = (this.taking ??= this.renew());
    return good ? good.what : taking;
  }

  /** Never rejects where there was one before. */
  private async renew(): Promise<T> {
    const before = this.good;
    try {
      const what = await this.take();
      this.good = { what, until: Date.now() + this.maxAgeOf(what) };
      return what;
    } catch (error) {
      if (!before) throw error;
      this.good = { ...before, until: Date.now() + retryMs };
      return before.what;
    } finally {
      this.taking = undefined;
    }
  }
}

/** Of so few there may soon be many. */
const few = 10_000;

/** Milliseconds after which a sample of so many is to be taken anew. */
export function sampleAge({ total }: { readonly total: number }): number {
  return total < few ? 10_000 : 300_000;
}
