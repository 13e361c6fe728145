const bits = 32;

/** Some of so many things, which have numbers from 0: quick to tell what two such selections have in common. */
export class Selection {
  private constructor(private readonly words: Uint32Array) {}

  static of(numbers: Iterable<number>, capacity: number): Selection {
    const words = new Uint32Array(Math.ceil(capacity / bits));
    for (const one of numbers) {
      const at = Math.floor(one / bits);
      words[at] = (words[at] ?? 0) | (1 << (one % bits));
    }
    return new Selection(words);
  }

  /** How many are selected. */
  get size(): number {
    let size = 0;
    for (const word of this.words) size += ones(word);
    return size;
  }

  /** The smallest number; undefined where there is none. */
  get first(): number | undefined {
    const at = this.words.findIndex((word) => word !== 0);
    const word = this.words[at];
    return word === undefined ? undefined : at * bits + (bits - 1 - Math.clz32(word & -word));
  }

  and({ words }: Selection): Selection {
    const both = new Uint32Array(words.length);
    for (let i = 0; i < words.length; i++) both[i] = (this.words[i] ?? 0) & (words[i] ?? 0);
    return new Selection(both);
  }

  or({ words }: Selection): Selection {
    const either = new Uint32Array(words.length);
    for (let i = 0; i < words.length; i++) either[i] = (this.words[i] ?? 0) | (words[i] ?? 0);
    return new Selection(either);
  }
}

/** The bits of a word that are set, added up in parallel: of two, of four, of eight, of all. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
