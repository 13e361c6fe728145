import { LRUCache } from 'lru-cache';
import { type Database } from '../database';
import { type HashedClause } from './candidates';
import { Selection } from './selection';

/** Signatures looked at. */
const size = 8_192;
/** So many of a sample that it is worth remembering which. */
const many = 64;
/** Expectations to remember, of so many clauses at most. */
const [expectationsKept, fewClauses] = [1_000, 64];
/** Clauses to look by at most: what meets so many, the rarest, is rare enough. */
const maxEssential = 16;
/** The same, where none of the sample meets them. */
const enough = 4;
/** A clause that leaves more than such a share of those that meet the rarer ones tells little. */
const littleLess = 0.9;

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
  /** Those of the clauses to look by, the rarest first: nearly as few signatures meet them as meet all. */
  readonly clauses: readonly HashedClause[];
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
  /** Of tokens that many of the sample have. */
  private readonly common = new Map<number, Selection>();

  /** Of searches that may come again. */
  private readonly expected = new LRUCache<string, Expectation>({ max: expectationsKept });

  private constructor(
    /** Of each token, which ones of the sample have it. */
    private readonly places: ReadonlyMap<number, readonly number[]>,
    private readonly count: number,
    /** How many signatures each of the sample stands for. */
    private readonly weight: number,
  ) {
    for (const [token, of] of places) {
      if (of.length >= many) this.common.set(token, Selection.of(of, count));
    }
  }

  /** Signatures that there are. */
  get total(): number {
    return this.count * this.weight;
  }

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
    if (clauses.length > fewClauses) return this.expectation(clauses);
    const asked = JSON.stringify(clauses);
    const known = this.expected.get(asked);
    if (known) return known;
    const expectation = this.expectation(clauses);
    this.expected.set(asked, expectation);
    return expectation;
  }

  private expectation(clauses: readonly HashedClause[]): Expectation {
    const { weight, count, total } = this;
    const rarestFirst = clauses
      .map((clause) => ({ clause, size: this.atMost(clause) }))
      .sort((a, b) => a.size - b.size);
    const essential: HashedClause[] = [];
    /** Those of the sample that meet the essential clauses. */
    let met = { all: undefined as Selection | undefined, size: count };
    for (const { clause } of rarestFirst.slice(0, maxEssential)) {
      if (met.size === 0 && essential.length >= enough) break;
      const meeting = this.meeting(clause);
      const all = met.all ? met.all.and(meeting) : meeting;
      const left = { all, size: all.size };
      if (met.all && met.size > 0 && left.size > met.size * littleLess) continue;
      essential.push(clause);
      met = left;
    }
    const distance = met.all ? (met.all.first ?? count) : 0;
    return {
      clauses: essential,
      hits: met.size * weight,
      distance: distance * weight,
      total,
    };
  }

  /** As many of the sample as meet a clause, or more. */
  private atMost(clause: HashedClause): number {
    return clause.reduce((sum, token) => sum + (this.places.get(token)?.length ?? 0), 0);
  }

  private meeting(clause: HashedClause): Selection {
    const none = Selection.of([], this.count);
    return clause.map((token) => this.having(token)).reduce((all, one) => all.or(one), none);
  }

  private having(token: number): Selection {
    return this.common.get(token) ?? Selection.of(this.places.get(token) ?? [], this.count);
  }
}
