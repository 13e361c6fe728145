import { Problem } from '@sigcat/problems';

export interface TogetherBounds {
  /** Pieces of work under way at most; who asks while there are fewer does not wait for others. */
  readonly atOnce: number;
  /** Items in one piece of work at most. */
  readonly most: number;
  /** Milliseconds for which more are waited for, where the piece of work before had company in it and no great part of `most` waits yet. */
  readonly gatherMs?: number;
}

/** Items that are company. */
const company = 8;

interface Asked<Item, Answer> {
  readonly item: Item;
  readonly answer: (answer: Answer) => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * Does for many in one piece of work what each of them asked for: those who ask while enough is under way wait, and go
 * together. The work resolves to an answer for each item, in order, and has to do all of them or none.
 */
export class Together<Item, Answer> {
  private readonly waiting: Asked<Item, Answer>[] = [];
  private underWay = 0;
  /** Items of the last piece of work. */
  private last = 0;
  private gathering: NodeJS.Timeout | undefined;

  constructor(
    private readonly work: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly bounds: TogetherBounds,
  ) {}

  /** Rejects with what the work rejects with when it has this item alone. */
  ask(item: Item): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.waiting.push({ item, answer, fail });
      this.goOn();
    });
  }

  private goOn(): void {
    while (this.underWay < this.bounds.atOnce && this.waiting.length > 0) {
      if (this.isToGather()) {
        this.gathering ??= setTimeout(() => {
          this.begin();
          this.goOn();
        }, this.bounds.gatherMs);
        return;
      }
      this.begin();
    }
  }

  private isToGather(): boolean {
    const { gatherMs, most } = this.bounds;
    return gatherMs !== undefined && this.last >= company && this.waiting.length < most / 2;
  }

  private begin(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const items = this.waiting.splice(0, this.bounds.most);
    this.last = items.length;
    this.underWay++;
    void this.do(items).finally(() => {
      this.underWay--;
      this.goOn();
    });
  }

  /** Never rejects. */
  private async do(asked: readonly Asked<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.work(asked.map(({ item }) => item));
      if (answers.length !== asked.length) throw new Error('there are not as many answers as questions');
      for (const [i, { answer }] of asked.entries()) answer(answers[i] as Answer);
    } catch (error) {
      // One item may have failed all of them, so that each is tried by itself; not where the database went away, since
      // nobody knows what it has done by then.
      if (asked.length > 1 && !(error instanceof Problem)) {
        await Promise.all(asked.map((one) => this.do([one])));
      } else {
        for (const { fail } of asked) fail(error);
      }
    }
  }
}
