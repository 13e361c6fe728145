import { type DType } from '@sigcat/core';
import { type TensorAnswer } from '../answer';
import { type TensorRequest } from '../request';
import { type TensorValue } from '../tensor-value';
import { type Body, bodyOf, element, type Json, list, object, repeated, stringElement } from './body';

interface Datatype {
  readonly name: string;
  /** An element in JSON, or the bytes that one takes where there is none. */
  readonly zero: Json | number;
}

/** The protocol's names, with the ones that Triton has in addition. */
const datatypes: ReadonlyMap<DType, Datatype> = new Map<DType, Datatype>([
  ['bool', { name: 'BOOL', zero: element('false') }],
  ['string', { name: 'BYTES', zero: stringElement('') }],
  ...['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'].map(
    (dtype): [DType, Datatype] => [dtype, { name: dtype.toUpperCase(), zero: element('0') }],
  ),
  ['float16', { name: 'FP16', zero: 2 }],
  ['bfloat16', { name: 'BF16', zero: 2 }],
  ['float32', { name: 'FP32', zero: element('0.0') }],
  ['float64', { name: 'FP64', zero: element('0.0') }],
]);

/**
 * The body of a request in the Open Inference Protocol, of zeros; the protocol addresses models, so the signature's
 * key is not in it. None where a tensor has no datatype there.
 */
export function inferenceRequest({ inputs, outputFilter = [] }: TensorRequest): Body | undefined {
  const tensors = tensorsJson(inputs);
  const wanted = outputFilter.map((name) => object([['name', stringElement(name)]]));
  const outputs: [string, Json][] = wanted.length > 0 ? [['outputs', list(wanted)]] : [];
  return tensors && bodyOf(object([['inputs', tensors], ...outputs]));
}

/** The outputs of an answer likewise. */
export function inferenceAnswer({ outputs }: TensorAnswer): Body | undefined {
  const tensors = tensorsJson(outputs);
  return tensors && bodyOf(object([['outputs', tensors]]));
}

function tensorsJson(tensors: ReadonlyMap<string, TensorValue>): Json | undefined {
  const all = Array.from(tensors, ([name, tensor]) => tensorJson(name, tensor));
  const known = all.filter((json) => json !== undefined);
  return known.length === all.length ? list(known) : undefined;
}

/** FP16 and BF16 have no elements in JSON: their bytes follow the body (binary tensor data extension). */
function tensorJson(name: string, { dtype, shape, encoding }: TensorValue): Json | undefined {
  const datatype = datatypes.get(dtype);
  if (datatype === undefined || encoding.kind !== 'dense') return undefined;
  const size = shape.reduce((product, length) => product * length, 1);
  const { zero } = datatype;
  const data: [string, Json] =
    typeof zero === 'number'
      ? ['parameters', object([['binary_data_size', element(String(size * zero))]])]
      : ['data', repeated(size, zero)];
  return object([
    ['name', stringElement(name)],
    ['shape', list(shape.map((length) => element(String(length))))],
    ['datatype', stringElement(datatype.name)],
    data,
  ]);
}
