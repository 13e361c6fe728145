/**
 * Gives as many askers as possible a choice of their own, and the required choices to somebody where they all can
 * be. An asker with few choices goes first, and gets its best one that is free; it puts another asker off
 * to another choice only where none is free. So it is always the same for the same choices.
 * @param choices what each asker can have, the best first
 * @param required choices that somebody should have
 * @returns what each asker has
 */
export function assign(
  choices: readonly (readonly number[])[],
  required: readonly number[] = [],
): readonly (number | undefined)[] {
  const assignment = new Assignment(choices);
  const order = choices.map((_, asker) => asker);
  order.sort((a, b) => (choices[a]?.length ?? 0) - (choices[b]?.length ?? 0));
  for (const asker of order) assignment.serve(asker, new Set());
  const wanted = new Set(required);
  if (wanted.size <= choices.length) {
    for (const choice of wanted) assignment.place(choice, wanted, new Set());
  }
  return choices.map((_, asker) => assignment.choiceOf.get(asker));
}

/** A matching in a bipartite graph, which grows along augmenting paths. */
class Assignment {
  readonly choiceOf = new Map<number, number>();
  private readonly askerOf = new Map<number, number>();

  constructor(private readonly choices: readonly (readonly number[])[]) {}

  /** Finds the asker a choice. Who had one keeps one, and what was taken stays taken. */
  serve(asker: number, seen: Set<number>): boolean {
    const own = this.choices[asker] ?? [];
    const free = own.find((choice) => !this.askerOf.has(choice));
    if (free !== undefined) return this.give(asker, free);
    for (const choice of own) {
      const holder = this.askerOf.get(choice);
      if (holder === undefined || holder === asker || seen.has(choice)) continue;
      seen.add(choice);
      if (this.serve(holder, seen)) return this.give(asker, choice);
    }
    return false;
  }

  /** Finds the choice an asker, who leaves one that nobody has to have. Whoever had a choice keeps one. */
  place(choice: number, required: ReadonlySet<number>, seen: Set<number>): boolean {
    if (this.askerOf.has(choice)) return true;
    for (const [asker, own] of this.choices.entries()) {
      if (seen.has(asker) || !own.includes(choice)) continue;
      seen.add(asker);
      const left = this.choiceOf.get(asker);
      if (left !== undefined) this.askerOf.delete(left);
      if (left === undefined || !required.has(left) || this.place(left, required, seen)) {
        return this.give(asker, choice);
      }
      this.askerOf.set(left, asker);
    }
    return false;
  }

  private give(asker: number, choice: number): true {
    const left = this.choiceOf.get(asker);
    if (left !== undefined && this.askerOf.get(left) === asker) this.askerOf.delete(left);
    this.choiceOf.set(asker, choice);
    this.askerOf.set(choice, asker);
    return true;
  }
}
