import { LRUCache } from 'lru-cache';
import { type Database } from '../database';
import { type ModelName } from './model-name';

/** Names at most that are told to somebody who has misspelt one. */
const maxSuggestions = 5;
/** Names of the namespace at most that are looked at for beginning as the one asked for does. */
const maxNeighbours = 200;
/** Names at most that are looked at for having many groups of letters in common: where more have, there is no telling. */
const maxAlike = 2_000;
/** What was told of so many names is told again, for so many milliseconds. */
const [kept, keptMs] = [1_000, 60_000];

/**
 * Names that have many groups of three letters in common are found by the index of those; a short name with one slip
 * has few of them left, so the ones that come next in order of the alphabet after its first two letters are looked at too.
 */
const findSimilar = {
  name: 'model-similar',
  text: `
    SELECT namespace, name AS model FROM (
      (SELECT namespace, name FROM model WHERE folded % $2 LIMIT ${maxAlike})
      UNION
      (SELECT namespace, name FROM model WHERE namespace = $1 AND name >= left($2, 2) ORDER BY name LIMIT ${maxNeighbours})
    ) AS near
    WHERE similarity(name, $2) >= 0.15
    ORDER BY similarity(name, $2) DESC, (namespace = $1) DESC, namespace, name
    LIMIT ${maxSuggestions}`,
};

/**
 * Models whose names are written alike. To look for them is dearer than what went before, and who asks for what is not
 * there may do so again and again: it is done for one at a time, and the others are told nothing.
 */
export class SimilarModels {
  private readonly known = new LRUCache<string, readonly ModelName[]>({ max: kept, ttl: keptMs });
  private isBusy = false;

  constructor(private readonly database: Database) {}

  /** The closest first. Never rejects: it is nobody's business but to help. */
  async to({ namespace, model }: ModelName): Promise<readonly ModelName[]> {
    const asked = `${namespace}/${model}`;
    const known = this.known.get(asked);
    if (known || this.isBusy) return known ?? [];
    this.isBusy = true;
    try {
      const found = await this.database.run<ModelName & Record<string, unknown>>(findSimilar, [
        namespace,
        model,
      ]);
      // Where none is alike there is nothing to remember: to look was cheap, and one may be published next.
      if (found.length > 0) this.known.set(asked, found);
      return found;
    } catch {
      return [];
    } finally {
      this.isBusy = false;
    }
  }
}
