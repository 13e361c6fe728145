import {
  type Digest,
  type ModelSignatures,
  type Signature,
  signatureDigest,
  type TagSet,
} from '@sigcat/core';
import { type FilterSubject } from './filter/subject';

/** A version and all that it lets callers call. */
export interface CatalogueVersion {
  readonly namespace: string;
  readonly model: string;
  readonly version: number;
  readonly aliases: readonly string[];
  readonly frameworkVersion: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly publishedAt: Date;
  readonly signatures: ModelSignatures;
}

/** A signature in a graph of a version, under the key that callers name it by. */
export interface Offer {
  readonly version: CatalogueVersion;
  readonly tagSet: TagSet;
  readonly key: string;
  readonly methodName: string;
}

/** A signature, kept once however many versions offer it. */
export interface CatalogueSignature {
  /** Higher is newer; no two have the same, and it never changes. */
  readonly id: number;
  readonly signature: Signature;
  readonly offers: readonly Offer[];
}

/**
 * The signatures of some versions, each once, in the order in which they come.
 * @param idOf the id of the signature of a digest; left out, the first signature to come has 1, the next one 2
 */
export function catalogueOf(
  versions: readonly CatalogueVersion[],
  idOf?: (digest: Digest) => number,
): CatalogueSignature[] {
  const found = new Map<Digest, CatalogueSignature & { readonly offers: Offer[] }>();
  for (const version of versions) {
    for (const { tagSet, signatures } of version.signatures.graphs) {
      for (const { key, methodName, signature } of signatures) {
        const digest = signatureDigest(signature);
        const known = found.get(digest) ?? { id: idOf?.(digest) ?? found.size + 1, signature, offers: [] };
        known.offers.push({ version, tagSet, key, methodName });
        found.set(digest, known);
      }
    }
  }
  return [...found.values()];
}

export function filterSubject(
  { version, tagSet, key, methodName }: Offer,
  signature: Signature,
): FilterSubject {
  const { signatures, ...rest } = version;
  return { ...rest, format: signatures.format, tagSet, key, methodName, signature };
}
