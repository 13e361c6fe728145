import { type Database } from '../database';
import { type Named } from './names';

/** The share of their groups of three letters that similar names have in common: that of pg_trgm. */
const leastSimilarity = 0.3;

/** Names at most that a search for a similar one looks for, the most similar first. */
const maxSimilarNames = 200;

function similar(kind: Named): string {
  return `SELECT name FROM names_like($1, ${leastSimilarity}, '{}', '{${kind}}')
    WHERE similarity(name, $1) >= ${leastSimilarity}::real ORDER BY similarity(name, $1) DESC, name LIMIT $2`;
}

/** The names of tensors that are similar to one. @throws Problem `database-unavailable`. */
export async function similarTensorNames(database: Database, name: string): Promise<readonly string[]> {
  const rows = await database.run<{ name: string }>(
    {
      name: 'search-similar-tensor-names',
      text: similar('tensor'),
    },
    [name, maxSimilarNames],
  );
  return rows.map((row) => row.name);
}

/** The keys of signatures that are similar to one. @throws Problem `database-unavailable`. */
export async function similarKeys(database: Database, key: string): Promise<readonly string[]> {
  const rows = await database.run<{ name: string }>(
    {
      name: 'search-similar-keys',
      text: similar('signature'),
    },
    [key, maxSimilarNames],
  );
  return rows.map((row) => row.name);
}
