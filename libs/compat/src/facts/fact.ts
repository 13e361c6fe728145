import {
  type DefaultValue,
  type Dim,
  type DType,
  type Shape,
  type Signature,
  type TagSet,
  type TensorSpec,
  type TensorType,
} from '@sigcat/core';

/** What a change is about. */
export type Subject = 'model' | 'tag-set' | 'signature' | 'input' | 'output';

/** Which property of its subject changed. */
export type Aspect =
  | 'format'
  | 'presence'
  | 'name'
  | 'method-name'
  | 'optionality'
  | 'default'
  | 'dtype'
  | 'rank'
  | 'dim'
  | 'encoding';

/**
 * How it changed. `relaxed` and `restricted` speak of sets: the candidate allows all that the baseline
 * allowed and more, or only a part of it.
 */
export type Change =
  'added' | 'removed' | 'renamed' | 'changed' | 'widened' | 'narrowed' | 'relaxed' | 'restricted';

/** What kind of fact this is; every rule is about the facts at its coordinates. */
export interface Coordinates {
  readonly subject: Subject;
  readonly aspect: Aspect;
  readonly change: Change;
}

interface At<S extends Subject, A extends Aspect, C extends Change> {
  readonly subject: S;
  readonly aspect: A;
  readonly change: C;
}

/** One signature on both sides. */
export interface SignaturePair {
  readonly tagSet: TagSet;
  readonly key: string;
  readonly before: Signature;
  readonly after: Signature;
}

interface InSignature {
  readonly signatures: SignaturePair;
  readonly name: string;
}

/** Inputs and outputs change in the same ways, except that only inputs may be left out. */
export type Role = 'input' | 'output';

export type FormatChanged = At<'model', 'format', 'changed'> & {
  readonly before: string;
  readonly after: string;
};

export type TagSetPresence = At<'tag-set', 'presence', 'added' | 'removed'> & { readonly tagSet: TagSet };

export type SignaturePresence = At<'signature', 'presence', 'added' | 'removed'> & {
  readonly tagSet: TagSet;
  readonly key: string;
  readonly signature: Signature;
};

/** A signature that went and one that came, equal but for the key, and no other pair like it. */
export type SignatureRenamed = At<'signature', 'name', 'renamed'> & {
  readonly tagSet: TagSet;
  readonly key: string;
  readonly newKey: string;
  readonly before: Signature;
  readonly after: Signature;
};

export type MethodNameChanged = At<'signature', 'method-name', 'changed'> & {
  readonly tagSet: TagSet;
  readonly key: string;
  readonly before: string;
  readonly after: string;
};

export type TensorPresence = At<Role, 'presence', 'added' | 'removed'> &
  InSignature & { readonly spec: TensorSpec };

/** A tensor that went and one that came, equal but for the name, and no other pair like it. */
export type TensorRenamed = At<Role, 'name', 'renamed'> &
  InSignature & { readonly before: TensorSpec; readonly after: TensorSpec };

export type OptionalityChanged = At<'input', 'optionality', 'relaxed' | 'restricted'> &
  InSignature & { readonly before: TensorSpec; readonly after: TensorSpec };

export type DefaultChanged = At<'input', 'default', 'changed'> &
  InSignature & { readonly before: DefaultValue | undefined; readonly after: DefaultValue | undefined };

export type DTypeChanged = At<Role, 'dtype', 'widened' | 'narrowed' | 'relaxed' | 'restricted' | 'changed'> &
  InSignature & { readonly before: DType; readonly after: DType };

export type RankChanged = At<Role, 'rank', 'relaxed' | 'restricted' | 'changed'> &
  InSignature & { readonly before: Shape; readonly after: Shape };

export type DimChanged = At<Role, 'dim', 'relaxed' | 'restricted' | 'changed'> &
  InSignature & { readonly axis: number; readonly before: Dim; readonly after: Dim };

export type EncodingChanged = At<Role, 'encoding', 'changed'> &
  InSignature & { readonly before: TensorType; readonly after: TensorType };

/** One thing that changed between a baseline and a candidate, without an opinion on it. */
export type Fact =
  | FormatChanged
  | TagSetPresence
  | SignaturePresence
  | SignatureRenamed
  | MethodNameChanged
  | TensorPresence
  | TensorRenamed
  | OptionalityChanged
  | DefaultChanged
  | DTypeChanged
  | RankChanged
  | DimChanged
  | EncodingChanged;

/** The facts that can stand at these coordinates. */
export type FactAt<C extends Coordinates> = Fact & C;

export function isAt<const C extends Coordinates>(coordinates: C, fact: Fact): fact is FactAt<C> {
  return (
    fact.subject === coordinates.subject &&
    fact.aspect === coordinates.aspect &&
    fact.change === coordinates.change
  );
}
