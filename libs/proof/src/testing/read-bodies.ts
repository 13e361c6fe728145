import { dense, type DType } from '@sigcat/core';
import {
  type JsonMessage,
  type JsonRequest,
  type JsonScalar,
  jsonValue,
  type JsonValue,
  type TensorRequest,
} from '@sigcat/serving-model';

/** A request to `f` in the Open Inference Protocol, as a server would read it. */
export function readInferenceRequest(text: string): TensorRequest {
  const { inputs } = JSON.parse(text) as { inputs: { name: string; shape: number[]; datatype: string }[] };
  return {
    api: 'predict',
    transport: 'tensor',
    key: 'f',
    inputs: new Map(
      inputs.map(({ name, shape, datatype }) => [name, { dtype: dtypeOf(datatype), shape, encoding: dense }]),
    ),
  };
}

function dtypeOf(datatype: string): DType {
  const names: Readonly<Record<string, DType>> = { BYTES: 'string', BOOL: 'bool', BF16: 'bfloat16' };
  const [, bits] = /^FP(\d+)$/.exec(datatype) ?? [];
  return bits === undefined ? (names[datatype] ?? datatype.toLowerCase()) : `float${bits}`;
}

type Json = string | boolean | readonly Json[] | { readonly [member: string]: Json };

/** A request to predict to TensorFlow Serving's REST API likewise; undefined where it is one to classify or regress. */
export function readRestRequest(text: string): JsonRequest | undefined {
  // A number keeps its digits, since `1` and `1.0` are not the same there.
  const digits = text.replace(/(?<=[[:,])-?\d+(?:\.\d+)?(?:e[-+]\d+)?(?=[\]},])/g, '{"number":"$&"}');
  const body = JSON.parse(digits) as { instances?: readonly Json[]; inputs?: Json };
  const common = { api: 'predict', transport: 'json', key: 'f' } as const;
  if (body.inputs !== undefined) return { ...common, form: 'columnar', inputs: messageOf(body.inputs) };
  const [instance] = body.instances ?? [];
  if (instance === undefined) return undefined;
  const instances = body.instances?.length ?? 0;
  return { ...common, form: 'row', instances, instance: messageOf(instance) };
}

function messageOf(json: Json): JsonMessage {
  if (typeof json !== 'object' || Array.isArray(json) || 'number' in json || 'b64' in json) {
    return { named: false, value: valueOf(json) };
  }
  return {
    named: true,
    values: new Map(Object.entries(json).map(([name, value]) => [name, valueOf(value)])),
  };
}

function valueOf(json: Json): JsonValue {
  const sizes: number[] = [];
  let inside: Json | undefined = json;
  while (Array.isArray(inside)) {
    const list = inside as readonly Json[];
    sizes.push(list.length);
    inside = list[0];
  }
  return jsonValue(sizes, scalarOf(inside));
}

function scalarOf(json: Json | undefined): JsonScalar {
  if (typeof json === 'boolean') return { kind: 'bool' };
  if (typeof json === 'object' && 'number' in json) {
    const number = json['number'] as string;
    return /[.e]/.test(number)
      ? { kind: 'decimal', value: Number(number) }
      : { kind: 'integer', value: BigInt(number) };
  }
  return { kind: typeof json === 'object' ? 'bytes' : 'text' };
}
