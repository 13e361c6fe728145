import { type Database } from '../database';

/** Names at most that a search for a similar one looks for, the most similar first. */
const maxSimilarNames = 200;

/** The names of tensors that are similar to one. @throws Problem `database-unavailable`. */
export async function similarTensorNames(database: Database, name: string): Promise<readonly string[]> {
  const rows = await database.run<{ name: string }>(
    {
      name: 'search-similar-tensor-names',
      text: 'SELECT name FROM tensor_name WHERE name % $1 ORDER BY similarity(name, $1) DESC, name LIMIT $2',
    },
    [name, maxSimilarNames],
  );
  return rows.map((row) => row.name);
}

/** The keys of signatures that are similar to one. @throws Problem `database-unavailable`. */
export async function similarKeys(database: Database, key: string): Promise<readonly string[]> {
  const rows = await database.run<{ key: string }>(
    {
      name: 'search-similar-keys',
      text: 'SELECT key FROM signature_key WHERE key % $1 ORDER BY similarity(key, $1) DESC, key LIMIT $2',
    },
    [key, maxSimilarNames],
  );
  return rows.map((row) => row.key);
}
