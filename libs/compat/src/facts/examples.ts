import { type Signature, type TensorSpec } from '@sigcat/core';

/**
 * The input through which a signature takes serialized tf.Examples, if it does: the only one, a list of strings,
 * called as TensorFlow's exporters call it (`inputs`, `examples`, `serialized_tf_examples` ...). Which features
 * the examples must have stands in the graph.
 */
export function examplesInput({ inputs }: Signature): TensorSpec | undefined {
  const [only, ...others] = inputs;
  if (only === undefined || others.length > 0) return undefined;
  const { name, dtype, shape, encoding } = only;
  const isList = shape.rank === 'unknown' || shape.dims.length === 1;
  const isNamedSo = name === 'inputs' || name.includes('example');
  return dtype === 'string' && encoding.kind === 'dense' && isList && isNamedSo ? only : undefined;
}
