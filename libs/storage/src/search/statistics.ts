import { digestOf } from '@sigcat/core';
import { type Condition, type Filter } from '@sigcat/search';
import { Conditions } from '../conditions';
import { LRUCache } from 'lru-cache';
import { Aging, sampleAge } from '../aging';
import { type Database } from '../database';
import { type HashedClause, type Way } from './candidates';
import { offering, type Universe } from './offering';
import { SignatureSample } from './sample';
import { StatementNames } from '../statement-names';

/** Milliseconds for which it is remembered whether filters are narrow. */
const maxAge = 300_000;
const filtersKept = 10_000;
/** Microseconds, or so, that PostgreSQL takes to read a signature that an index on tokens has led to, and to sort it in. */
const costOfHit = 5;
/** The same, to go past one in the order of answers, and more for each clause that it is held against. */
const costInOrder = 0.6;
const costOfClause = 0.25;
/** The same, to look at the signatures of a few versions. */
const costOfNarrow = 1_000;
/** Versions of which the signatures are few enough to look at each. */
const fewVersions = 1_000;

/** What a search is about to ask for. */
interface Ahead {
  readonly universe: Universe;
  readonly clauses: readonly HashedClause[];
  readonly limit: number;
  readonly filter: Filter | undefined;
}

/** A way, and those of the clauses that are worth going by. */
interface WayBy {
  readonly way: Way;
  readonly clauses: readonly HashedClause[];
}

/** What is known beforehand of how much there is to find. */
export class Statistics {
  private readonly samples: Readonly<Record<Universe, Aging<SignatureSample>>>;
  private readonly names = new StatementNames('search-narrow');
  /** By the digest of the filter, which may be long. */
  private readonly narrow = new LRUCache<string, boolean>({ max: filtersKept, ttl: maxAge });

  constructor(private readonly database: Database) {
    const samples = (universe: Universe): Aging<SignatureSample> =>
      new Aging(() => SignatureSample.of(database, universe), sampleAge);
    this.samples = { latest: samples('latest'), all: samples('all') };
  }

  /** The cheapest way to so many candidates. @throws Problem `database-unavailable`. */
  async wayTo({ universe, clauses: asked, limit, filter }: Ahead): Promise<WayBy> {
    const sample = await this.samples[universe].get();
    const { clauses, hits, distance, total } = sample.expect(asked);
    const byTokens = clauses.length === 0 ? Infinity : hits * costOfHit;
    const toGoPast = hits === 0 ? total : Math.min(total, distance + (limit * total) / hits);
    const inOrder = toGoPast * (costInOrder + clauses.length * costOfClause);
    // How many pass the filter on the way along the order is not known.
    if (filter && byTokens > costOfNarrow && (await this.isNarrow(universe, filter))) {
      return { way: 'offers', clauses };
    }
    return { way: byTokens <= inOrder ? 'tokens' : 'order', clauses };
  }

  /** Whether so few versions pass a filter that one can look at the signatures of each. */
  private async isNarrow(universe: Universe, filter: Filter): Promise<boolean> {
    if (!isIndexed(filter)) return false;
    const values = new Conditions();
    const { from, where } = offering({ universe, filter }, values);
    const text = `SELECT count(*)::int AS count FROM (SELECT FROM ${from} WHERE ${where} LIMIT ${fewVersions}) AS few`;
    const asked = digestOf(JSON.stringify([text, values.values]));
    const known = this.narrow.get(asked);
    if (known !== undefined) return known;
    const [row] = await this.database.run<{ count: number }>(this.names.named(text), values.values);
    const isNarrow = (row?.count ?? fewVersions) < fewVersions;
    this.narrow.set(asked, isNarrow);
    return isNarrow;
  }
}

/** Whether an index leads to the versions that pass. */
function isIndexed(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.some(isIndexed);
    case 'or':
      return filter.of.every(isIndexed);
    case 'not':
      return false;
    default:
      return isIndexedCondition(filter);
  }
}

function isIndexedCondition({ field, test }: Condition): boolean {
  const isLabel = field.startsWith('label.') && test.operator === '=';
  const isName = field === 'namespace' || field === 'model' || field === 'alias';
  return isLabel || (isName && (test.operator === '=' || test.operator === 'IN'));
}
