/** Work that is done as long as there is some left of what is allowed. */
export class Work {
  constructor(private left: number) {}

  /** Is there enough left? Then so much of it is used up. */
  spend(amount: number): boolean {
    this.left -= amount;
    return this.left >= 0;
  }

  get isUsedUp(): boolean {
    return this.left < 0;
  }
}
