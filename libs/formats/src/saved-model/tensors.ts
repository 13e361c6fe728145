import { dense, type Encoding, sparse, type TensorBinding, type TensorType } from '@sigcat/core';
import { limitExceeded } from '@sigcat/problems';
import { tensorflow } from '@sigcat/proto/saved-model';
import { type ReadLimits } from '../limits';
import { dtypeOf } from './dtypes';
import { readDimNames, readShape } from './shapes';

type TensorInfo = tensorflow.TensorInfo.$Properties;

/** Counts the tensors of one signature. */
export class TensorCount {
  #count = 0;

  constructor(
    readonly limits: ReadLimits,
    private readonly signature: string,
  ) {}

  /** @throws Problem `too-many-tensors` */
  add(): void {
    const value = this.limits.maxTensors;
    if (++this.#count <= value) return;
    throw limitExceeded('too-many-tensors', `${this.signature} has more than ${value} tensors`, {
      name: 'maxTensors',
      value,
    });
  }
}

/**
 * What a value must be for this tensor; `of` says in problems which one it is.
 *
 * @throws Problem `invalid-shape`, `too-many-dims`, `too-many-tensors`
 */
export function readTensorType(info: TensorInfo, of: string, count: TensorCount): TensorType {
  count.add();
  return {
    dtype: dtypeOf(info.dtype ?? 0),
    shape: readShape(info.tensor_shape, of, count.limits),
    encoding: readEncoding(info, of, count),
  };
}

/** Where the tensor lives in its graph. */
export function readBinding(info: TensorInfo): TensorBinding {
  const dimNames = readDimNames(info.tensor_shape);
  return {
    ...(info.encoding === 'name' && typeof info.name === 'string' && { tensorName: info.name }),
    ...(dimNames && { dimNames }),
  };
}

/** An encoding that is not set has no tensor to name, and no parts: it counts as dense. */
function readEncoding(info: TensorInfo, of: string, count: TensorCount): Encoding {
  // `encoding` names the member that was set last; an earlier one may still stand beside it.
  if (info.encoding === 'coo_sparse') return sparse;
  if (info.encoding !== 'composite_tensor') return dense;
  const { type_spec, components } = info.composite_tensor ?? {};
  const number = type_spec?.type_spec_class ?? 0;
  return {
    kind: 'composite',
    typeSpec: classNames.get(number) ?? String(number),
    components: (components ?? []).map((component, index) =>
      readTensorType(component, `component ${index} of ${of}`, count),
    ),
  };
}

const classNames: ReadonlyMap<number, string> = new Map(
  Object.entries(tensorflow.TypeSpecProto.TypeSpecClass).map(([name, number]) => [Number(number), name]),
);
