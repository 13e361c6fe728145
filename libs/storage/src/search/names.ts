import { patternOf } from '../catalog/part-of-name';
import { type Database } from '../database';

/** What can have a name. */
export type Named = 'model' | 'signature' | 'tensor';

/** A name that is like a text. */
export interface NameFound {
  readonly kind: Named;
  /** Of a model; else null. */
  readonly namespace: string | null;
  readonly name: string;
  /** Up to 1, where it has the words of the text, be they written in small or capital letters. */
  readonly likeness: number;
}

/** Longer texts are looked for as they are. */
const longestMistyped = 32;

/** Groups of three letters from which on a text may have two slips of the pen. */
const longGroups = 13;
/** Groups that a slip takes away, and as many others come in their place. */
const groupsOfSlip = 3;
/** As much as anything has to have in common, and as nothing has to. */
const [leastOfAll, enough] = [0.3, 0.46];
/** How like a text a name of several words is, one of which is the text: a little less than the text itself. */
const oneWord = 0.9;
/** How like a text a name is that is it but for two letters that have changed places. */
const lettersSwapped = 0.95;
/** What is near enough to a bound. */
const tolerance = 0.02;

/*
 * Names that have many groups of three letters in common with a text, or one of their words has, are found by the
 * index of those. Two letters that have changed places leave hardly a group whole: so texts with any two that stand
 * together the other way round are looked for too, as they are: an index has next to nothing to read for those.
 */
const find = {
  name: 'search-names',
  text: `
    SELECT kind, namespace, name, (
      SELECT max(weight * greatest(similarity(name, text), ${oneWord} * word_similarity(text, name)))
      FROM (SELECT $1 AS text, 1 AS weight UNION ALL SELECT unnest($2::text[]), ${lettersSwapped}) AS texts
    ) AS likeness
    FROM names_like($1, $3, $4, $5) ORDER BY likeness DESC, kind, name, namespace LIMIT $6`,
};

/** Names of models, signatures and tensors that are like a text, typos forgiven; the most alike first. */
export class Names {
  constructor(private readonly database: Database) {}

  /** @throws Problem `database-unavailable`. */
  async like(text: string, kinds: readonly Named[], limit: number): Promise<readonly NameFound[]> {
    const swapped = withLettersSwapped(text);
    return this.database.run<NameFound & Record<string, unknown>>(find, [
      text,
      swapped,
      leastLikeness(text),
      swapped.map(patternOf),
      kinds,
      limit,
    ]);
  }
}

/** The share of groups that a text has in common with a name that is written so with a slip of the pen, or two. */
function leastLikeness(text: string): number {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const groups = words.reduce((sum, word) => sum + Array.from(word).length + 1, 0);
  const lost = groupsOfSlip * (groups < longGroups ? 1 : 2);
  return Math.min(enough, Math.max(leastOfAll, (groups - lost) / (groups + lost) - tolerance));
}

function withLettersSwapped(text: string): string[] {
  const letters = Array.from(text);
  if (letters.length > longestMistyped) return [];
  const texts = letters
    .slice(1)
    .map((letter, i) => [...letters.slice(0, i), letter, letters[i] ?? '', ...letters.slice(i + 2)].join(''));
  return [...new Set(texts)].filter((one) => one !== text);
}
