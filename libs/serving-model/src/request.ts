import { type TagSet } from '@sigcat/core';
import { type JsonValue } from './json-value';
import { type Transport } from './settings';
import { type TensorValue } from './tensor-value';

/** Which callable a request is for. */
export interface Address {
  /** The graph that has just these tags; absent: the one that a server loads unless told otherwise. */
  readonly tagSet?: TagSet;
  /** Absent: `serving_default`. */
  readonly key?: string;
}

interface Predict extends Address {
  readonly api: 'predict';
  /**
   * How many rows the caller takes itself to send, where it does: it then counts on as many rows in each output
   * whose first axis its version leaves open. See `rowsSent`.
   */
  readonly rows?: number;
}

/** Named tensors with dtypes. */
export interface TensorRequest extends Predict {
  readonly transport: 'tensor';
  readonly inputs: ReadonlyMap<string, TensorValue>;
  /** Names of the outputs that are wanted; absent: all. */
  readonly outputFilter?: readonly string[];
}

/** Values by name, or the one value there is without a name. */
export type JsonMessage =
  | { readonly named: true; readonly values: ReadonlyMap<string, JsonValue> }
  | { readonly named: false; readonly value: JsonValue };

/** `{"instances": […]}`: one message per row, all of the same shape, which gains an axis in front. */
export interface RowRequest extends Predict {
  readonly transport: 'json';
  readonly form: 'row';
  readonly instances: number;
  readonly instance: JsonMessage;
}

/** `{"inputs": …}`: one message with all rows. */
export interface ColumnarRequest extends Predict {
  readonly transport: 'json';
  readonly form: 'columnar';
  readonly inputs: JsonMessage;
}

export type JsonRequest = RowRequest | ColumnarRequest;

/** A call of the classify or regress API: examples go in, which reach the model as serialized strings. */
export interface ExamplesRequest extends Address {
  readonly api: 'classify' | 'regress';
  readonly transport: Transport;
  readonly examples: number;
}

export type Request = TensorRequest | JsonRequest | ExamplesRequest;
