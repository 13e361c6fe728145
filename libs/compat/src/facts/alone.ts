import { type Role, type SignaturePair } from './fact';

/** Is there one input (or output) only, before and after? Then JSON need not name it, and answers do not. */
export function isAlone({
  subject,
  signatures,
}: {
  readonly subject: Role;
  readonly signatures: SignaturePair;
}): boolean {
  const { before, after } = signatures;
  return before.signature[`${subject}s`].length === 1 && after.signature[`${subject}s`].length === 1;
}
