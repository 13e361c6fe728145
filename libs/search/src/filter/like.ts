/**
 * SQL's LIKE: `%` stands for any text, `_` for one character, and a backslash takes the next character as it is. The
 * pattern has to be `isLikePattern`. Takes at most time in proportion to the one length times the other.
 */
export function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const parts = partsOf(pattern);
  let [at, part] = [0, 0];
  // Where to go on from when a guess at how much the last `%` stands for was too short.
  let retry: { at: number; part: number } | undefined;
  while (at < characters.length) {
    const expected = parts[part];
    if (expected === anyText) {
      retry = { at, part };
      part++;
    } else if (expected !== undefined && (expected === anyCharacter || expected === characters[at])) {
      at++;
      part++;
    } else if (retry !== undefined) {
      retry = { at: retry.at + 1, part: retry.part };
      [at, part] = [retry.at, retry.part + 1];
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === anyText);
}

/** A backslash at the end has nothing to take as it is: PostgreSQL refuses such a pattern when it gets there. */
export function isLikePattern(pattern: string): boolean {
  return /^(?:[^\\]|\\.)*$/su.test(pattern);
}

const anyText = Symbol('%');
const anyCharacter = Symbol('_');

function partsOf(pattern: string): (string | symbol)[] {
  return Array.from(pattern.matchAll(/\\(.)|(.)/gsu), ([, escaped, plain = '']) => {
    if (escaped !== undefined) return escaped;
    return plain === '%' ? anyText : plain === '_' ? anyCharacter : plain;
  });
}
