import {
  canonicalForm,
  canonicalTypeForm,
  type Digest,
  digestOf,
  type Signature,
  signatureDigest,
  signatureOf,
  type TensorSpec,
} from '@sigcat/core';
import { fullSignature } from '../query/full-signature';
import { type SearchQuery } from '../query/query';

/**
 * How nearly two signatures are the same. `identical`: they have one digest. `same-notation`: they differ in what
 * the notation does not show, that is default values and, in formats that have one, the order of tensors.
 * `same-types`: they differ in the names of tensors too. The nearest first.
 */
export const exactnesses = ['identical', 'same-notation', 'same-types'] as const;
export type Exactness = (typeof exactnesses)[number];

/**
 * Is the signature the one that the query is the notation of, and how nearly? A query that leaves anything open is
 * the notation of none: see `fullSignature`.
 */
export function exact(query: SearchQuery, signature: Signature): Exactness | undefined {
  const asked = fullSignature(query);
  return asked && exactnessOf(asked, signature);
}

export function exactnessOf(a: Signature, b: Signature): Exactness | undefined {
  if (signatureDigest(a) === signatureDigest(b)) return 'identical';
  if (typesForm(a) !== typesForm(b)) return undefined;
  return notationForm(a) === notationForm(b) ? 'same-notation' : 'same-types';
}

/**
 * The same for signatures that differ at most in the names of tensors, in default values and in order. Symbols are
 * compared within a tensor; whether they tie tensors together is left out, since that would depend on names.
 */
export function typesDigest(signature: Signature): Digest {
  return digestOf(typesForm(signature));
}

function typesForm({ inputs, outputs }: Signature): string {
  const form = (specs: readonly TensorSpec[]): string[] =>
    specs.map((spec) => JSON.stringify([canonicalTypeForm(spec), spec.optional])).sort();
  return JSON.stringify([form(inputs), form(outputs)]);
}

function notationForm({ inputs, outputs }: Signature): string {
  return canonicalForm(signatureOf(inputs.map(withoutDefault), outputs));
}

function withoutDefault({ name, dtype, shape, encoding, optional }: TensorSpec): TensorSpec {
  return { name, dtype, shape, encoding, optional };
}
