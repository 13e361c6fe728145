import { type DType, type Signature, type TensorType } from '@sigcat/core';
import { type Fit } from './fit';
import { oncePer } from './once-per';

/** The dtypes that TensorFlow Serving's REST API reads and writes (json_tensor.cc); any other one fails the call. */
const carried: ReadonlySet<DType> = new Set([
  'bool',
  'string',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint32',
  'uint64',
  'float32',
  'float64',
]);

/** Can JSON carry values of the dtype? One that is not recorded may be any. */
export function dtypeOverJson(dtype: DType): Fit {
  return carried.has(dtype) ? 'yes' : dtype === 'unspecified' ? 'maybe' : 'no';
}

/** Can JSON carry the tensor? What has another encoding than dense has none there. */
export function overJson({ dtype, encoding }: TensorType): Fit {
  return encoding.kind === 'dense' ? dtypeOverJson(dtype) : 'no';
}

/**
 * Can the signature have callers over JSON? One tensor that JSON cannot carry fails the whole call, and so does a
 * signature without inputs or without outputs.
 */
export const isCallableOverJson = oncePer(
  ({ inputs, outputs }: Signature): boolean =>
    inputs.length > 0 &&
    outputs.length > 0 &&
    inputs.every(canTravelOverJson) &&
    outputs.every(canTravelOverJson),
);

function canTravelOverJson(type: TensorType): boolean {
  return overJson(type) !== 'no';
}
