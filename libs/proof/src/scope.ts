import { type Finding, type Rename } from '@sigcat/compat';
import { type ModelSignatures, type NamedSignature, type Signature, tagSetText } from '@sigcat/core';

/** The signatures that calls are tried on for a finding: a key, two where it was renamed; null: all of them. */
export interface Scope {
  readonly tagSet: string | null;
  readonly keys: readonly string[] | null;
}

export function scopeOf(
  { tagSet, signatureKey, path }: Pick<Finding, 'tagSet' | 'signatureKey' | 'path'>,
  renames: readonly Rename[],
): Scope {
  const rename = renames.find((one) => one.subject === 'signature' && one.path === path);
  const keys = rename === undefined ? [signatureKey ?? ''] : [rename.from, rename.to];
  return { tagSet: tagSet && tagSetText(tagSet), keys: signatureKey === null ? null : keys };
}

/** The model without other signatures. Graphs stay, as it depends on them which one is called by default. */
export function narrowed(model: ModelSignatures, scope: Scope): ModelSignatures {
  return mapSignatures(
    model,
    scope,
    (named) => [named],
    () => [],
  );
}

/** The model with another signature in place of each that is in scope. */
export function replaced(
  model: ModelSignatures,
  scope: Scope,
  change: (signature: Signature) => Signature,
): ModelSignatures {
  return mapSignatures(
    model,
    scope,
    (named) => [{ ...named, signature: change(named.signature) }],
    (named) => [named],
  );
}

export function signatureIn(model: ModelSignatures, scope: Scope): Signature | undefined {
  return narrowed(model, scope).graphs.flatMap(({ signatures }) => signatures)[0]?.signature;
}

type Change = (named: NamedSignature) => NamedSignature[];

function mapSignatures(
  model: ModelSignatures,
  { tagSet, keys }: Scope,
  inside: Change,
  outside: Change,
): ModelSignatures {
  const graphs = model.graphs.map((graph) => {
    const isMeant = tagSet === null || tagSetText(graph.tagSet) === tagSet;
    const signatures = graph.signatures.flatMap((named) =>
      isMeant && (keys?.includes(named.key) ?? true) ? inside(named) : outside(named),
    );
    return { ...graph, signatures };
  });
  return { ...model, graphs };
}
