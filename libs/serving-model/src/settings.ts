/** How a call travels: as named tensors with dtypes, or as JSON over TensorFlow Serving's REST API. */
export type Transport = 'tensor' | 'json';

export interface ServingSettings {
  /**
   * What a server does with tensors it has no input for. TensorFlow Serving over gRPC and Triton reject them,
   * MLflow and TensorFlow Serving's TFRT path ignore them. REST is not asked: its row form always rejects,
   * its columnar form always ignores.
   */
  readonly extraInputs: 'reject' | 'ignore';
}

export const defaultServing: ServingSettings = { extraInputs: 'reject' };
