import { type Condition, type Filter } from '@sigcat/search';
import { Conditions } from '../conditions';
import { type Database } from '../database';
import { type HashedClause } from './candidates';
import { filterCondition } from './filter-sql';
import { type Expectation, SignatureSample } from './sample';

/** What is searched: the latest version of each model, or all versions. */
export type Universe = 'latest' | 'all';

/** Milliseconds after which a sample is picked anew, when somebody asks. */
const maxAge = 300_000;
/** Versions of which the signatures are few enough to look at each. */
const fewVersions = 1_000;

interface Taken {
  readonly at: number;
  readonly sample: Promise<SignatureSample>;
}

/** What is known beforehand of how much there is to find. */
export class Statistics {
  private readonly samples = new Map<Universe, Taken>();

  constructor(private readonly database: Database) {}

  async expect(universe: Universe, clauses: readonly HashedClause[]): Promise<Expectation> {
    return (await this.sampleOf(universe)).expect(clauses);
  }

  /** Whether so few versions pass a filter that one can look at the signatures of each. */
  async isNarrow(universe: Universe, filter: Filter): Promise<boolean> {
    if (!isIndexed(filter)) return false;
    const values = new Conditions();
    const from =
      universe === 'latest' ? 'latest_signature l JOIN version v ON v.id = l.version_id' : 'version v';
    const text = `SELECT count(*)::int AS count FROM (SELECT FROM ${from} JOIN model m ON m.id = v.model_id
      JOIN version_signature vs ON vs.version_id = v.id JOIN signature c ON c.id = vs.signature_id
      JOIN graph g ON g.version_id = vs.version_id AND g.position = vs.graph_position
      WHERE ${filterCondition(filter, values)} LIMIT ${fewVersions}) AS few`;
    const [row] = await this.database.run<{ count: number }>({ text }, values.values);
    return (row?.count ?? fewVersions) < fewVersions;
  }

  private sampleOf(universe: Universe): Promise<SignatureSample> {
    const taken = this.samples.get(universe);
    if (taken && Date.now() - taken.at < maxAge) return taken.sample;
    const sample = SignatureSample.of(this.database, universe);
    this.samples.set(universe, { at: Date.now(), sample });
    // A sample that could not be had is asked for again by the next one.
    sample.catch(() => this.samples.delete(universe));
    // Meanwhile the old one will do.
    return taken?.sample ?? sample;
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
  return (field === 'namespace' || field === 'model') && (test.operator === '=' || test.operator === 'IN');
}
