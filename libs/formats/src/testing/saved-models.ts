import { tensorflow } from '@sigcat/proto/saved-model';
import { field, message } from './wire';

type SignatureDef = tensorflow.SignatureDef.$Properties;
type TensorInfo = tensorflow.TensorInfo.$Properties;

/** A dense float32 tensor; -1 is an unknown dim. */
export function tensor(name: string, ...sizes: readonly number[]): TensorInfo {
  return {
    name: `${name}:0`,
    encoding: 'name',
    dtype: tensorflow.DataType.DT_FLOAT,
    tensor_shape: { dim: sizes.map((size) => ({ size })) },
  };
}

/** `serving_default(x: float32[?,3]) -> (y: float32[?])` with whatever is given instead. */
export function predict(changes: SignatureDef = {}): SignatureDef {
  return {
    inputs: { x: tensor('x', -1, 3) },
    outputs: { y: tensor('y', -1) },
    method_name: 'tensorflow/serving/predict',
    ...changes,
  };
}

export function savedModelBytes(
  signatures: Readonly<Record<string, SignatureDef>> = { serving_default: predict() },
  tags: string[] = ['serve'],
): Buffer {
  return Buffer.from(
    tensorflow.SavedModel.encode({
      saved_model_schema_version: 1,
      meta_graphs: [
        { meta_info_def: { tags, tensorflow_version: '2.21.0' }, signature_def: { ...signatures } },
      ],
    }).finish(),
  );
}

/** Fields of a MetaGraphDef. */
export const metaGraph = {
  tags: (...tags: readonly string[]) => field(1, message(...tags.map((tag) => field(4, tag)))),
  graph: (bytes: Uint8Array) => field(2, bytes),
  signature: (key: string, signature: SignatureDef) =>
    field(5, message(field(1, key), field(2, tensorflow.SignatureDef.encode(signature).finish()))),
};

/** A SavedModel of one graph, out of the fields of its MetaGraphDef. */
export function savedModelOf(...fields: readonly Uint8Array[]): Buffer {
  return message(field(1, 1), field(2, message(...fields)));
}
