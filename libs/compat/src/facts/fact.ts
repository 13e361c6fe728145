import {
  type DefaultValue,
  type Dim,
  type DType,
  type NamedSignature,
  type Shape,
  type Signature,
  type TagSet,
  type TensorSpec,
  type TensorType,
} from '@sigcat/core';
import { type Fit } from './fit';

/** What a change is about. */
export type Subject = 'model' | 'tag-set' | 'signature' | 'input' | 'output';

/** Which property of its subject changed. */
export type Aspect =
  | 'format'
  | 'presence'
  | 'name'
  | 'method-name'
  | 'classify-api'
  | 'regress-api'
  | 'dim-equality'
  | 'examples'
  | 'optionality'
  | 'default'
  | 'dtype'
  | 'rank'
  | 'dim'
  | 'encoding';

/**
 * How it changed. `relaxed` and `restricted` speak of sets: the candidate allows all that the baseline
 * allowed and more, or only a part of it. `not-json`: to something that JSON cannot carry. `unseen`: whether
 * it changed is not told by the signatures.
 */
export type Change =
  | 'added'
  | 'removed'
  | 'renamed'
  | 'changed'
  | 'widened'
  | 'narrowed'
  | 'not-json'
  | 'relaxed'
  | 'restricted'
  | 'unseen';

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
  /** JSON pointer to it. */
  readonly path: string;
  readonly tagSet: TagSet;
  readonly key: string;
  readonly before: NamedSignature;
  readonly after: NamedSignature;
}

interface InBoth {
  readonly signatures: SignaturePair;
}

interface Named extends InBoth {
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

export type MethodNameChanged = At<'signature', 'method-name', 'changed'> & InBoth;

/**
 * Calls work, or do not any more, through an API that asks for a certain structure. Is it sure that there are such calls
 * on the one side, or just not ruled out by what is recorded?
 */
export type ApiChanged = At<'signature', 'classify-api' | 'regress-api', 'added' | 'removed'> &
  InBoth & { readonly sure: boolean };

/** One axis of an input or output. */
export interface Axis {
  readonly role: Role;
  readonly name: string;
  readonly axis: number;
}

/**
 * One symbol ties axes together that were not tied before, or does not any more. Between inputs a tie is a
 * demand on callers; with an output among the axes it is a promise to them.
 */
export type DimEquality = At<'signature', 'dim-equality', 'added' | 'removed'> &
  InBoth & {
    readonly between: Role;
    readonly axes: readonly Axis[];
    /** Does an output have as many rows as were sent where the tie is not, and need not where it is? */
    readonly costsRows: boolean;
  };

/** A signature changed that takes serialized examples, whose features no signature shows. */
export type ExamplesUnseen = At<'signature', 'examples', 'unseen'> &
  InBoth & { readonly before: TensorSpec; readonly after: TensorSpec };

export type InputPresence = At<'input', 'presence', 'added' | 'removed'> &
  Named & { readonly spec: TensorSpec };

export type OutputPresence = At<'output', 'presence', 'added' | 'removed'> &
  Named & {
    readonly spec: TensorSpec;
    /** Has it a row for each row of the outputs on the side that does not have it? */
    readonly sharesRows: Fit;
  };

/** A tensor that went and one that came, equal but for the name, and no other pair like it. */
export type TensorRenamed = At<Role, 'name', 'renamed'> &
  Named & { readonly before: TensorSpec; readonly after: TensorSpec };

export type OptionalityChanged = At<'input', 'optionality', 'relaxed' | 'restricted'> &
  Named & { readonly before: TensorSpec; readonly after: TensorSpec };

export type DefaultChanged = At<'input', 'default', 'changed'> &
  Named & { readonly before: DefaultValue | undefined; readonly after: DefaultValue | undefined };

export type DTypeChanged = At<
  Role,
  'dtype',
  'widened' | 'narrowed' | 'not-json' | 'relaxed' | 'restricted' | 'changed'
> &
  Named & { readonly before: DType; readonly after: DType };

export type RankChanged = At<Role, 'rank', 'relaxed' | 'restricted' | 'changed'> &
  Named & { readonly before: Shape; readonly after: Shape };

export type DimChanged = At<Role, 'dim', 'relaxed' | 'restricted' | 'changed'> &
  Named & { readonly axis: number; readonly before: Dim; readonly after: Dim };

export type EncodingChanged = At<Role, 'encoding', 'changed'> &
  Named & { readonly before: TensorType; readonly after: TensorType };

/** One thing that changed between a baseline and a candidate, without an opinion on it. */
export type Fact =
  | FormatChanged
  | TagSetPresence
  | SignaturePresence
  | SignatureRenamed
  | MethodNameChanged
  | ApiChanged
  | DimEquality
  | ExamplesUnseen
  | InputPresence
  | OutputPresence
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
