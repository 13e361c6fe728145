import { type Digest, digestFromBytes } from '@sigcat/core';
import { Problem } from '@sigcat/problems';

const sha256Member = /^sha-256=:([A-Za-z0-9+/]{43}=):$/;

/**
 * The digest that a `Repr-Digest` header announces, if there is a header. RFC 9530, section 3: a dictionary
 * of byte sequences by algorithm, of which one must be `sha-256`.
 * @throws Problem `digest-not-supported`.
 */
export function announcedDigest(header: string | undefined): Digest | undefined {
  if (header === undefined) return undefined;
  for (const member of header.split(',')) {
    const base64 = sha256Member.exec(member.trim())?.[1];
    if (base64 !== undefined) return digestFromBytes(Buffer.from(base64, 'base64'));
  }
  throw new Problem(
    'digest-not-supported',
    `Repr-Digest has no sha-256 of 32 bytes: ${JSON.stringify(header)}.`,
  );
}

/** @throws Problem `digest-mismatch`. */
export function verifyDigest(announced: Digest | undefined, found: Digest): void {
  if (announced === undefined || announced === found) return;
  throw new Problem('digest-mismatch', `The bytes received have ${found}, announced was ${announced}.`, {
    announced,
    found,
  });
}
