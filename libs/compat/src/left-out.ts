/** Changes that matter and that nothing here finds, since no reader yields what it takes to see them. */
export const leftOut: readonly { readonly ids: readonly string[]; readonly needs: string }[] = [
  {
    ids: ['input-quantization-changed', 'output-quantization-changed'],
    needs: 'scale and zero point of quantized tensors, as TFLite has them',
  },
  {
    ids: ['input-order-changed'],
    needs: 'a format that binds inputs by position, such as ONNX and TFLite; those of a SavedModel are a map',
  },
  {
    ids: ['max-batch-size-decreased', 'max-batch-size-increased', 'batching-toggled'],
    needs: 'the configuration of a Triton repository',
  },
];
