import { type Verdict } from '@sigcat/compat';

interface Judged {
  readonly verdict: Verdict;
}

const bySeverity: readonly Verdict[] = ['incompatible', 'undecided', 'compatible'];

/** Counts all that it is given and keeps the most serious ones, and of equals the first. */
export class MostSerious<Item extends Judged> {
  private readonly kept: Record<Verdict, Item[]> = { incompatible: [], undecided: [], compatible: [] };
  private readonly count: Record<Verdict, number> = { incompatible: 0, undecided: 0, compatible: 0 };

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  add(item: Item): void {
    const alike = this.kept[item.verdict];
    if (this.count[item.verdict]++ < this.most) alike.push(item);
  }

  get counts(): Readonly<Record<Verdict, number>> {
    return this.count;
  }

  get items(): readonly Item[] {
    return bySeverity.flatMap((verdict) => this.kept[verdict]).slice(0, this.most);
  }

  /** That of the most serious ones; undefined where there is nothing. */
  get verdict(): Verdict | undefined {
    return bySeverity.find((verdict) => this.count[verdict] > 0);
  }
}
