import { type TensorType, type Signature, parseSignature } from '@sigcat/core';
import { tensorflow } from '@sigcat/proto/saved-model';

/** Numbers of TensorFlow's DataType for the dtypes that the tests use. */
const dataTypes: Readonly<Record<string, tensorflow.DataType>> = {
  float32: tensorflow.DataType.DT_FLOAT,
  float64: tensorflow.DataType.DT_DOUBLE,
  int32: tensorflow.DataType.DT_INT32,
  string: tensorflow.DataType.DT_STRING,
  int64: tensorflow.DataType.DT_INT64,
  bool: tensorflow.DataType.DT_BOOL,
};

/** The bytes of a `saved_model.pb` with these signatures, written in the notation, in one graph tagged `serve`. */
export function savedModel(...notations: readonly string[]): Uint8Array {
  return savedModelOf([{ tags: ['serve'], notations }]);
}

/** The bytes of a `saved_model.pb` with these graphs. */
export function savedModelOf(
  graphs: readonly { tags: readonly string[]; notations: readonly string[] }[],
): Uint8Array {
  return tensorflow.SavedModel.encode({
    saved_model_schema_version: 1,
    meta_graphs: graphs.map(({ tags, notations }) => ({
      meta_info_def: { tags: [...tags], tensorflow_version: '2.21.0' },
      signature_def: Object.fromEntries(
        notations.map((notation) => {
          const { key, signature } = parseSignature(notation);
          return [key, signatureDef(signature)];
        }),
      ),
    })),
  }).finish();
}

function signatureDef({ inputs, outputs }: Signature): tensorflow.SignatureDef.$Properties {
  const infos = (tensors: Signature['inputs']): Record<string, tensorflow.TensorInfo.$Properties> =>
    Object.fromEntries(tensors.map((tensor) => [tensor.name, tensorInfo(tensor.name, tensor)]));
  return { inputs: infos(inputs), outputs: infos(outputs), method_name: 'tensorflow/serving/predict' };
}

function tensorInfo(name: string, { dtype, shape }: TensorType): tensorflow.TensorInfo.$Properties {
  const number = dataTypes[dtype];
  if (number === undefined) throw new Error(`${dtype} is not among the dtypes of the tests`);
  return {
    name: `${name}:0`,
    dtype: number,
    tensor_shape:
      shape.rank === 'unknown'
        ? { unknown_rank: true }
        : { dim: shape.dims.map((dim) => ({ size: dim.kind === 'fixed' ? dim.size : -1 })) },
  };
}
