import { type Database } from '../database';
import { type HashedClause } from './candidates';

/** Signatures looked at. */
const size = 8_192;

interface SampleRow {
  readonly tokens: readonly number[];
  readonly current: boolean;
}

/** What a search can expect before it begins. */
export interface Expectation {
  /** Signatures that meet the clauses. */
  readonly hits: number;
  /** Signatures to go past, in the order of answers, until the first that meets them. */
  readonly distance: number;
  /** Signatures that there are. */
  readonly total: number;
}

/**
 * Statistics of our own: some signatures picked at random, in the order of answers, with a bit for each and every
 * token that it has. PostgreSQL's are of single tokens, and how often two come together is not the product of how
 * often each of them does.
 */
export class SignatureSample {
  private constructor(
    private readonly bits: ReadonlyMap<number, Uint32Array>,
    private readonly count: number,
    /** How many signatures each of the sample stands for. */
    private readonly weight: number,
  ) {}

  /** @throws Problem `database-unavailable`. */
  static async of(database: Database, universe: 'latest' | 'all'): Promise<SignatureSample> {
    // Ids have hardly a gap: signatures are never removed.
    const rows = await database.run<SampleRow & { total: string }>(
      {
        name: 'search-sample',
        text: `
          WITH span AS (SELECT coalesce(max(id), 0) AS total FROM signature)
          SELECT array_to_json(s.tokens) AS tokens, s.current, span.total FROM span,
            LATERAL (SELECT DISTINCT 1 + floor(random() * span.total)::bigint AS id FROM generate_series(1, $1)) AS r
            JOIN signature s ON s.id = r.id
          ORDER BY s.tensor_count, s.unknowns, - s.id`,
      },
      [size],
    );
    const picked = universe === 'all' ? rows : rows.filter(({ current }) => current);
    const bits = new Map<number, Uint32Array>();
    const words = Math.ceil(picked.length / 32);
    for (const [place, { tokens }] of picked.entries()) {
      for (const token of tokens) {
        let set = bits.get(token);
        if (!set) bits.set(token, (set = new Uint32Array(words)));
        set[place >> 5] = (set[place >> 5] ?? 0) | (1 << (place & 31));
      }
    }
    return new SignatureSample(bits, picked.length, Number(rows[0]?.total ?? 0) / Math.max(1, rows.length));
  }

  expect(clauses: readonly HashedClause[]): Expectation {
    const words = Math.ceil(this.count / 32);
    let hits = 0;
    let first: number | undefined;
    for (let word = 0; word < words; word++) {
      let both = -1;
      for (const clause of clauses) {
        let either = 0;
        for (const token of clause) either |= this.bits.get(token)?.[word] ?? 0;
        both &= either;
        if (both === 0) break;
      }
      if (word === words - 1 && this.count % 32 !== 0) both &= (1 << (this.count % 32)) - 1;
      if (both === 0) continue;
      first ??= word * 32 + (31 - Math.clz32(both & -both));
      hits += ones(both);
    }
    const { weight, count } = this;
    return { hits: hits * weight, distance: (first ?? count) * weight, total: count * weight };
  }
}

function ones(word: number): number {
  let left = word;
  let count = 0;
  for (; left !== 0; left &= left - 1) count++;
  return count;
}
