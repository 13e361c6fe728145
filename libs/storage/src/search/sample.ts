import { type Database } from '../database';
import { type HashedClause } from './candidates';

/** Signatures looked at. */
const size = 8_192;
/** What meets so many clauses is rare enough to say. */
const maxClauses = 255;

interface SampleRow {
  readonly required: number;
  readonly tokens: readonly number[];
  readonly current: boolean;
}

/** What a search can expect before it begins. */
export interface Expectation {
  /** Signatures that meet the clauses. */
  readonly hits: number;
  /** Those of them that are simple enough. */
  readonly simple: number;
  /** Signatures to go past, in the order of answers, until the first of those. */
  readonly distance: number;
  /** Signatures that there are. */
  readonly total: number;
}

/**
 * Statistics of our own: some signatures picked at random, in the order of answers, with all the tokens
 * that they have. PostgreSQL's are of single tokens, and how often two come together is not the product of how often
 * each of them does.
 */
export class SignatureSample {
  private constructor(
    /** Of each token, which ones of the sample have it. */
    private readonly places: ReadonlyMap<number, readonly number[]>,
    /** Of each one of the sample, how many inputs it requires. */
    private readonly required: readonly number[],
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
          SELECT array_to_json(s.tokens) AS tokens, s.required_inputs AS required, s.current, span.total FROM span,
            LATERAL (SELECT DISTINCT 1 + floor(random() * span.total)::bigint AS id FROM generate_series(1, $1)) AS r
            JOIN signature s ON s.id = r.id
          ORDER BY s.tensor_count, s.unknowns, - s.id`,
      },
      [size],
    );
    const picked = universe === 'all' ? rows : rows.filter(({ current }) => current);
    const places = new Map<number, number[]>();
    for (const [place, { tokens }] of picked.entries()) {
      for (const token of tokens) {
        const of = places.get(token);
        if (of) of.push(place);
        else places.set(token, [place]);
      }
    }
    const weight = Number(rows[0]?.total ?? 0) / Math.max(1, rows.length);
    return new SignatureSample(
      places,
      picked.map(({ required }) => required),
      weight,
    );
  }

  /** @param mostRequired inputs that a signature may require to be simple enough */
  expect(clauses: readonly HashedClause[], mostRequired = Infinity): Expectation {
    const { weight, required } = this;
    /** Of each one of the sample, how many of the first clauses it meets. */
    const met = new Uint8Array(required.length);
    for (const [i, clause] of clauses.slice(0, maxClauses).entries()) {
      for (const token of clause) {
        for (const place of this.places.get(token) ?? []) if (met[place] === i) met[place] = i + 1;
      }
    }
    const wanted = Math.min(clauses.length, maxClauses);
    let hits = 0;
    let simple = 0;
    let first: number | undefined;
    for (let place = 0; place < required.length; place++) {
      if (met[place] !== wanted) continue;
      hits++;
      if ((required[place] ?? 0) > mostRequired) continue;
      simple++;
      first ??= place;
    }
    const total = required.length;
    return {
      hits: hits * weight,
      simple: simple * weight,
      distance: (first ?? total) * weight,
      total: total * weight,
    };
  }
}
