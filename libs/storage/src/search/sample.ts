import { type Database } from '../database';
import { type HashedClause } from './candidates';

/** Signatures looked at. */
const size = 8_192;
/** What meets so many clauses is rare enough to say. */
const maxClauses = 255;

interface SampleRow {
  readonly tokens: readonly number[];
}

/** Those at random ids, or the next one that is in use, are picked: gaps are few. */
const random = `SELECT DISTINCT picked.id FROM (
    SELECT floor(random() * (SELECT coalesce(max(id), 0) FROM signature))::bigint AS at FROM generate_series(1, $1)
  ) AS r CROSS JOIN LATERAL`;
const picked = {
  all: `${random} (SELECT id FROM signature WHERE id > r.at ORDER BY id LIMIT 1) AS picked`,
  latest: `${random} (
    SELECT signature_id AS id FROM latest_signature WHERE signature_id > r.at ORDER BY signature_id LIMIT 1) AS picked`,
};
const counts = {
  all: 'SELECT count(*) AS count FROM signature',
  latest: 'SELECT count(*) AS count FROM signature WHERE current',
};

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
 * Statistics of our own: some signatures picked at random, in the order of answers, with all the tokens
 * that they have. PostgreSQL's are of single tokens, and how often two come together is not the product of how often
 * each of them does.
 */
export class SignatureSample {
  private constructor(
    /** Of each token, which ones of the sample have it. */
    private readonly places: ReadonlyMap<number, readonly number[]>,
    private readonly count: number,
    /** How many signatures each of the sample stands for. */
    private readonly weight: number,
  ) {}

  /** @throws Problem `database-unavailable`. */
  static async of(database: Database, universe: 'latest' | 'all'): Promise<SignatureSample> {
    const [counted, rows] = await Promise.all([
      database.run<{ count: string }>({ name: `search-count-${universe}`, text: counts[universe] }),
      database.run<SampleRow>(
        {
          name: `search-sample-${universe}`,
          text: `
            SELECT array_to_json(s.tokens) AS tokens
            FROM (${picked[universe]}) AS p JOIN signature s ON s.id = p.id
            ORDER BY s.tensor_count, s.unknowns, - s.id`,
        },
        [size],
      ),
    ]);
    const places = new Map<number, number[]>();
    for (const [place, { tokens }] of rows.entries()) {
      for (const token of tokens) {
        const of = places.get(token);
        if (of) of.push(place);
        else places.set(token, [place]);
      }
    }
    return new SignatureSample(
      places,
      rows.length,
      Number(counted[0]?.count ?? 0) / Math.max(1, rows.length),
    );
  }

  expect(clauses: readonly HashedClause[]): Expectation {
    const { weight, count } = this;
    /** Of each one of the sample, how many of the first clauses it meets. */
    const met = new Uint8Array(count);
    for (const [i, clause] of clauses.slice(0, maxClauses).entries()) {
      for (const token of clause) {
        for (const place of this.places.get(token) ?? []) if (met[place] === i) met[place] = i + 1;
      }
    }
    const wanted = Math.min(clauses.length, maxClauses);
    const first = met.indexOf(wanted);
    const hits = met.reduce((sum, number) => (number === wanted ? sum + 1 : sum), 0);
    return {
      hits: hits * weight,
      distance: (first < 0 ? count : first) * weight,
      total: count * weight,
    };
  }
}
