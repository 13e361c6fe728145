import { type Predecessor } from '@sigcat/compat';
import { type Database } from '../database';
import { type ModelName } from './model-name';
import { allBefore, baselineOf } from './predecessors';
import { type Signatures } from './signatures';
import { type Terms, termsColumns, termsOf, type TermsRow } from './terms';

const findTerms = {
  name: 'judging-terms',
  text: `SELECT ${termsColumns()}
         FROM (SELECT 1) AS always LEFT JOIN model m ON m.namespace = $1 AND m.name = $2`,
};

/** What candidates are judged by and against, for whoever only wants to know. */
export class Judging {
  constructor(
    private readonly database: Database,
    private readonly signatures: Signatures,
  ) {}

  /** By what; for a model that is not there, what its first version would be judged by. */
  async terms({ namespace, model }: ModelName): Promise<Terms> {
    const [row] = await this.database.run<TermsRow>(findTerms, [namespace, model]);
    if (!row) throw new Error('there were no terms');
    return termsOf(row);
  }

  /**
   * The version that callers rely on by the setting `baseline`: the one that the alias points to; for `latest`, and
   * while there is no such alias, the newest one numbered below `before`.
   */
  baseline(model: ModelName, setting: string, before?: number): Promise<Predecessor | undefined> {
    return baselineOf(this.database, this.signatures, model, setting, before);
  }

  /** All versions numbered below `before` that are not deleted, the oldest first. */
  allBefore(model: ModelName, before?: number): Promise<Predecessor[]> {
    return allBefore(this.database, this.signatures, model, before);
  }
}
