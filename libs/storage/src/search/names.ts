import { type Database } from '../database';

/** What can have a name. */
export type Named = 'model' | 'signature' | 'tensor';

/** A name that is like a text. */
export interface NameFound {
  readonly kind: Named;
  /** Of a model; else null. */
  readonly namespace: string | null;
  readonly name: string;
  /** Up to 1, where it is the text itself. */
  readonly likeness: number;
}

/** Longer texts are looked for as they are. */
const longestMistyped = 32;

/*
 * Names that have many groups of three letters in common with a text, or one of their words has, are found by the
 * index of those. Two letters that have changed places leave hardly a group whole: so texts with any two that stand
 * together the other way round are looked for too.
 */
const find = {
  name: 'search-names',
  text: `
    WITH asked AS MATERIALIZED (SELECT text FROM jsonb_array_elements_text($1) AS t (text)), found AS (
      (SELECT 'model' AS kind, m.namespace, m.name, max(${likeness('m.name')}) AS likeness
       FROM asked CROSS JOIN LATERAL (SELECT namespace, name FROM model WHERE name % asked.text OR name %> asked.text) AS m
       WHERE 'model' = ANY ($3) GROUP BY m.namespace, m.name ORDER BY likeness DESC, m.name LIMIT $2)
      UNION ALL
      (SELECT 'signature', NULL, k.key, max(${likeness('k.key')}) AS likeness
       FROM asked CROSS JOIN LATERAL (SELECT key FROM signature_key WHERE key % asked.text OR key %> asked.text) AS k
       WHERE 'signature' = ANY ($3) GROUP BY k.key ORDER BY likeness DESC, k.key LIMIT $2)
      UNION ALL
      (SELECT 'tensor', NULL, n.name, max(${likeness('n.name')}) AS likeness
       FROM asked CROSS JOIN LATERAL (SELECT name FROM tensor_name WHERE name % asked.text OR name %> asked.text) AS n
       WHERE 'tensor' = ANY ($3) GROUP BY n.name ORDER BY likeness DESC, n.name LIMIT $2)
    )
    SELECT kind, namespace, name, likeness FROM found ORDER BY likeness DESC, kind, name, namespace LIMIT $2`,
};

/** A name of several words, one of which is the text, is a little less like it than the text itself. */
function likeness(name: string): string {
  return `greatest(similarity(${name}, asked.text), 0.9 * word_similarity(asked.text, ${name}))`;
}

/** Names of models, signatures and tensors that are like a text, typos forgiven; the most alike first. */
export class Names {
  constructor(private readonly database: Database) {}

  /** @throws Problem `database-unavailable`. */
  async like(text: string, kinds: readonly Named[], limit: number): Promise<readonly NameFound[]> {
    return this.database.run<NameFound & Record<string, unknown>>(find, [
      JSON.stringify([text, ...withLettersSwapped(text)]),
      limit,
      kinds,
    ]);
  }
}

function withLettersSwapped(text: string): string[] {
  const letters = Array.from(text);
  if (letters.length > longestMistyped) return [];
  const texts = letters
    .slice(1)
    .map((letter, i) => [...letters.slice(0, i), letter, letters[i] ?? '', ...letters.slice(i + 2)].join(''));
  return [...new Set(texts)].filter((one) => one !== text);
}
