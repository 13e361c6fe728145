const plainName = /^[A-Za-z_][A-Za-z0-9_./-]*$/;

/**
 * What a reader cannot see or would see in the wrong order: controls, format characters (bidirectional
 * ones, zero-width ones, the byte order mark), line separators, lone surrogates and private use.
 */
const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A name as it is when it is plain, else in quotes with JSON's escapes. */
export function quoteName(name: string): string {
  return plainName.test(name) ? name : quote(name);
}

function quote(name: string): string {
  return JSON.stringify(name).replace(invisible, (character) =>
    Array.from({ length: character.length }, (_, i) => escapeUnit(character.charCodeAt(i))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
