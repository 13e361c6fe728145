import { type Connection } from '../database';
import { type ModelName } from './model-name';

/** Names at most that are told to somebody who has misspelt one. */
const maxSuggestions = 5;

/** Names of the namespace at most that are looked at for beginning as the one asked for does. */
const maxNeighbours = 200;

/**
 * Names that have many groups of three letters in common are found by the index of those; a short name with one slip
 * has few of them left, so the ones that come next in order of the alphabet after its first two letters are looked at too.
 */
const findSimilar = {
  name: 'model-similar',
  text: `
    SELECT namespace, name AS model FROM (
      (SELECT namespace, name FROM model WHERE folded % $2 ORDER BY similarity(name, $2) DESC LIMIT ${maxNeighbours})
      UNION
      (SELECT namespace, name FROM model WHERE namespace = $1 AND name >= left($2, 2) ORDER BY name LIMIT ${maxNeighbours})
    ) AS near
    WHERE similarity(name, $2) >= 0.15
    ORDER BY similarity(name, $2) DESC, (namespace = $1) DESC, namespace, name
    LIMIT ${maxSuggestions}`,
};

/** Models whose names are written alike, the closest first. @throws Problem `database-unavailable`. */
export function similarModels(connection: Connection, { namespace, model }: ModelName): Promise<ModelName[]> {
  return connection.run<ModelName & Record<string, unknown>>(findSimilar, [namespace, model]);
}
