/** From here on two names are similar: pg_trgm's own threshold. */
export const similarityThreshold = 0.3;

/**
 * How alike two texts are, from 0 to 1: PostgreSQL's `similarity(a, b)` of the extension pg_trgm, of which this is
 * the definition. It is the number of trigrams that both have over the number of those that either has, as a float4.
 * Trigrams are taken from words, in lower case, with two blanks before and one behind; a word is a run of letters
 * and digits, so that a text without any is similar to none, itself included.
 *
 * Which characters outside ASCII are letters, and what they are in lower case, PostgreSQL takes from the locale of
 * the database; here it is Unicode's answer, as in `C.UTF-8`.
 */
export function similarity(a: string, b: string): number {
  return similarityTo(a)(b);
}

/** {@link similarity} to one text that many are compared with. */
export function similarityTo(a: string): (b: string) => number {
  const of = trigramsOf(a);
  return (b) => {
    const other = trigramsOf(b);
    if (of.size === 0 || other.size === 0) return 0;
    let common = 0;
    for (const trigram of other) if (of.has(trigram)) common++;
    return Math.fround(common / (of.size + other.size - common));
  };
}

/** Has the text anything that another could be similar to? */
export function hasTrigrams(text: string): boolean {
  return trigramsOf(text).size > 0;
}

/** The most similar of some texts, the first of several; none when none is similar. */
export function nearest(text: string, among: Iterable<string>): string | undefined {
  let [found, best]: [string | undefined, number] = [undefined, 0];
  const alikeTo = similarityTo(text);
  for (const one of among) {
    const alike = alikeTo(one);
    if (alike >= similarityThreshold && alike > best) [found, best] = [one, alike];
  }
  return found;
}

/** Longer texts are hardly names. */
const longestKnown = 1_000;
/** Characters and trigrams at most, some megabytes: more than the names of any signature have. */
const mostKnown = 400_000;

/** Of the texts that were asked about last: those of a signature are compared with one name of a query after the other. */
const known = new Map<string, ReadonlySet<string>>();
let sizeOfKnown = 0;

function trigramsOf(text: string): ReadonlySet<string> {
  const found = known.get(text);
  if (found !== undefined) return found;
  const trigrams = trigramsIn(text);
  if (text.length > longestKnown) return trigrams;
  const size = text.length + trigrams.size + 1;
  if (sizeOfKnown + size > mostKnown) {
    known.clear();
    sizeOfKnown = 0;
  }
  sizeOfKnown += size;
  known.set(text, trigrams);
  return trigrams;
}

function trigramsIn(text: string): ReadonlySet<string> {
  const trigrams = new Set<string>();
  // Nearly all names are ASCII, where it is quicker to say the same.
  if (isAscii.test(text)) {
    for (const word of text.toLowerCase().match(asciiWords) ?? []) addTrigrams(trigrams, `  ${word} `);
  } else {
    for (const word of lowerCased(text).match(words) ?? []) {
      addTrigrams(trigrams, [' ', ' ', ...Array.from(word), ' ']);
    }
  }
  return trigrams;
}

const isAscii = /^[\x00-\x7f]*$/;
const asciiWords = /[a-z0-9]+/g;
const words = /[\p{Alphabetic}\p{Nd}]+/gu;

function addTrigrams(trigrams: Set<string>, letters: string | readonly string[]): void {
  for (let i = 0; i + 3 <= letters.length; i++) {
    const three = letters.slice(i, i + 3);
    trigrams.add(typeof three === 'string' ? three : three.join(''));
  }
}

/** Character by character, one for one: JavaScript's own way looks around (`Σ`) and makes two of one (`İ`). */
function lowerCased(text: string): string {
  return Array.from(text, (character) =>
    String.fromCodePoint(character.toLowerCase().codePointAt(0) ?? 0),
  ).join('');
}
