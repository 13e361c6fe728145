import { parseSignature, type Signature } from '@sigcat/core';

/** The signature of this notation. */
export function sig(notation: string): Signature {
  return parseSignature(`f${notation}`).signature;
}
