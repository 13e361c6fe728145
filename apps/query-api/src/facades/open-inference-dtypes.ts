import { type DType } from '@sigcat/core';

/**
 * The protocol's datatypes: KServe Open Inference Protocol V2, "Tensor Data Types"; BF16 is Triton's
 * extension. What is not here has no name in the protocol.
 */
export const openInferenceDtypes: ReadonlyMap<DType, string> = new Map([
  ['bool', 'BOOL'],
  ['uint8', 'UINT8'],
  ['uint16', 'UINT16'],
  ['uint32', 'UINT32'],
  ['uint64', 'UINT64'],
  ['int8', 'INT8'],
  ['int16', 'INT16'],
  ['int32', 'INT32'],
  ['int64', 'INT64'],
  ['float16', 'FP16'],
  ['bfloat16', 'BF16'],
  ['float32', 'FP32'],
  ['float64', 'FP64'],
  ['string', 'BYTES'],
]);
