import { similarityThreshold } from '@sigcat/search';
import { type Database } from '../database';

/** Names at most that a search for a similar one looks for. */
const maxSimilarNames = 200;

const similar = {
  name: 'search-similar-names',
  text: `SELECT name FROM names_like($1, ${similarityThreshold}, '{}', '{tensor}')
    WHERE similarity(name, $1) >= ${similarityThreshold}::real LIMIT ${maxSimilarNames + 1}`,
};

/**
 * The names of tensors that are similar to one; undefined where they are so many that looking for each would cost more
 * than it saves. @throws Problem `database-unavailable`.
 */
export async function similarTensorNames(
  database: Database,
  name: string,
): Promise<readonly string[] | undefined> {
  const rows = await database.run<{ name: string }>(similar, [name]);
  return rows.length > maxSimilarNames ? undefined : rows.map((row) => row.name);
}
