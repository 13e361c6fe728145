import {
  type ModelSignatures,
  type NamedSignature,
  parseSignature,
  type Signature,
  type TagSet,
} from '@sigcat/core';

/** A SavedModel with signatures in the notation, under the tag set {serve}. */
export function model(...notations: readonly string[]): ModelSignatures {
  return modelOf([{ tagSet: ['serve'], notations }]);
}

export function modelOf(
  graphs: readonly { readonly tagSet: TagSet; readonly notations: readonly string[] }[],
  format = 'saved-model',
): ModelSignatures {
  return {
    format,
    graphs: graphs.map(({ tagSet, notations }) => ({
      tagSet,
      signatures: notations.map(parseSignature).map(({ key, signature }) => named(key, signature)),
    })),
  };
}

export function modelWith(signature: Signature): ModelSignatures {
  return { format: 'saved-model', graphs: [{ tagSet: ['serve'], signatures: [named('f', signature)] }] };
}

export function named(key: string, signature: Signature): NamedSignature {
  return { key, methodName: '', signature, bindings: { inputs: new Map(), outputs: new Map() } };
}
