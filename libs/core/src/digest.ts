import { hash } from 'node:crypto';
import { canonicalForm } from './canonical';
import { type Signature } from './signature';

/** `sha-256:` and 64 hexadecimal digits. */
export type Digest = string;

export function digestOf(data: string | Uint8Array): Digest {
  return `sha-256:${hash('sha256', data, 'hex')}`;
}

/** Signatures never change, and interned ones are asked for their digest with every answer. */
const known = new WeakMap<Signature, Digest>();

/** The same for signatures that no caller can tell apart; see {@link canonicalForm} for what it covers. */
export function signatureDigest(signature: Signature): Digest {
  const found = known.get(signature) ?? digestOf(canonicalForm(signature));
  known.set(signature, found);
  return found;
}

/** @throws RangeError when the text is not a digest. */
export function digestBytes(digest: Digest): Uint8Array {
  const hex = /^sha-256:([0-9a-f]{64})$/.exec(digest)?.[1];
  if (hex === undefined) throw new RangeError(`${digest} is not a digest`);
  return Buffer.from(hex, 'hex');
}

export function digestFromBytes(bytes: Uint8Array): Digest {
  return `sha-256:${Buffer.from(bytes).toString('hex')}`;
}
