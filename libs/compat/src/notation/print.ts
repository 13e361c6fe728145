import { type DefaultValue, fixedDim, printShape, quoteName, type TagSet } from '@sigcat/core';

/** `{gpu, serve}` */
export function printTagSet(tags: TagSet): string {
  return `{${tags.map(quoteName).join(', ')}}`;
}

const invisible = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** `int64[] = 5`, or with the digest in place of a value that is too large to keep. */
export function printDefault({ dtype, shape, value, digest }: DefaultValue): string {
  const type = `${dtype}${printShape(shape ? { rank: 'known', dims: shape.map(fixedDim) } : { rank: 'unknown' })}`;
  return `${type} = ${value === undefined ? digest : printValue(value)}`;
}

/** JSON without characters that a reader cannot see. */
function printValue(value: unknown): string {
  return JSON.stringify(value).replace(invisible, (character) => quoteName(character).slice(1, -1));
}
