import { type JsonMessage } from './request';
import { type Failure } from './ruling';
import { type TensorValue } from './tensor-value';

export interface TensorAnswer {
  readonly kind: 'tensors';
  readonly outputs: ReadonlyMap<string, TensorValue>;
}

/** `{"predictions": […]}`: one message per row, all of the same shape. */
export interface RowAnswer {
  readonly kind: 'predictions';
  readonly predictions: number;
  readonly prediction: JsonMessage;
}

/** `{"outputs": …}` */
export interface ColumnarAnswer {
  readonly kind: 'outputs';
  readonly outputs: JsonMessage;
}

/** The fixed message of the classify and regress APIs, one result per example; what a result has in it. */
export interface ResultsAnswer {
  readonly kind: 'results';
  readonly results: number;
  readonly fields: readonly ('label' | 'score' | 'value')[];
}

/** An error instead of an answer, after the model has run. */
export interface FailedAnswer {
  readonly kind: 'failed';
  readonly failure: Failure;
}

export type Answer = TensorAnswer | RowAnswer | ColumnarAnswer | ResultsAnswer | FailedAnswer;
