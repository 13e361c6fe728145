import { type Signature } from './signature';
import { type TagSet } from './tag-set';

/** Where a tensor lives in its graph. Re-exports renumber these, so nothing is compared or digested by them. */
export interface TensorBinding {
  /** Name of the graph tensor, such as `serving_default_x:0`; a sparse or composite tensor has none of its own. */
  readonly tensorName?: string;
  /** Names that the file gives to axes without saying that they are equal; `''` where an axis has none. */
  readonly dimNames?: readonly string[];
}

/** Bindings by tensor name. */
export interface SignatureBindings {
  readonly inputs: ReadonlyMap<string, TensorBinding>;
  readonly outputs: ReadonlyMap<string, TensorBinding>;
}

/** A signature under the key that callers name it by. */
export interface NamedSignature {
  readonly key: string;
  /** The API it was exported for, such as `tensorflow/serving/predict`; often empty. */
  readonly methodName: string;
  readonly signature: Signature;
  readonly bindings: SignatureBindings;
}

/** One graph of a model with its callables, sorted by key. */
export interface Graph {
  readonly tagSet: TagSet;
  readonly signatures: readonly NamedSignature[];
}

/** All that a model version lets callers call. Graphs are sorted by tag set. */
export interface ModelSignatures {
  /** Id of the artifact's format, such as `saved-model`. */
  readonly format: string;
  readonly graphs: readonly Graph[];
}
