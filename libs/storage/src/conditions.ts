/** Collects the conditions of a WHERE clause together with their values. */
export class Conditions {
  private readonly texts: string[] = [];
  readonly values: unknown[] = [];

  /** Adds a condition; each `?` in it stands for the next of `values`. */
  add(text: string, ...values: readonly unknown[]): this {
    let next = 0;
    this.texts.push(text.replace(/\?/g, () => this.value(values[next++])));
    return this;
  }

  /** The placeholder of one more value. */
  value(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  /** The conditions as a WHERE clause; empty when there are none. */
  get where(): string {
    return this.texts.length === 0 ? '' : `WHERE ${this.texts.join(' AND ')}`;
  }
}
