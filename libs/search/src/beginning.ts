/** Characters of a word that a mistake shows: a word may be as long as the text. */
const shownCharacters = 100;

export function beginningOf(word: string): string {
  return word.length > shownCharacters ? `${word.slice(0, shownCharacters)}…` : word;
}
