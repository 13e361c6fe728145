import { type Signature, type TensorSpec } from '@sigcat/core';
import { type Answer, type ResultsAnswer } from './answer';
import { type CallSizes, callSizes, firstDim, shapeObjection } from './call-sizes';
import { unwritten, writesBytes } from './json-scalar';
import { isEmpty, type JsonValue } from './json-value';
import { type JsonMessage, type Request } from './request';
import { type Complaint } from './ruling';
import { resultsOf } from './server/examples';
import { certainFailure, mayFail } from './server/failures';
import { tensorObjection } from './server/tensors';
import { type TensorValue } from './tensor-value';

/** A server gives what its signature has and nothing else; a caller does not look at what it does not know. */
export type Side = 'server' | 'caller';

/**
 * Why an answer to a request is not one that a signature promises.
 * @param request one that a server with this signature accepts
 */
export function answerObjection(
  signature: Signature,
  request: Request,
  answer: Answer,
  side: Side,
): Complaint | undefined {
  if (answer.kind === 'failed') {
    return mayFail(signature, request, answer.failure) ? undefined : answer.failure;
  }
  const failed = certainFailure(signature, request);
  if (failed !== undefined) return failed;
  if (answer.kind === 'results') {
    if (request.api === 'predict') return { reason: 'wrong-form' };
    return resultsObjection(answer, resultsOf(signature, request), side);
  }
  if (request.api !== 'predict') return { reason: 'wrong-form' };
  const sizes = callSizes(signature, request);
  if (request.transport === 'tensor') {
    if (answer.kind !== 'tensors') return { reason: 'wrong-form' };
    const { outputFilter } = request;
    const wanted = signature.outputs.filter(({ name }) => outputFilter?.includes(name) ?? true);
    return eachObjection(wanted, answer.outputs, side, tensorCheck(sizes));
  }
  if (answer.kind !== (request.form === 'row' ? 'predictions' : 'outputs')) return { reason: 'wrong-form' };
  return answer.kind === 'predictions'
    ? messageObjection(signature.outputs, answer.prediction, side, jsonCheck(sizes, [answer.predictions]))
    : messageObjection(signature.outputs, answer.outputs, side, jsonCheck(sizes, []));
}

function resultsObjection(answer: ResultsAnswer, due: ResultsAnswer, side: Side): Complaint | undefined {
  if (answer.results !== due.results) return { reason: 'wrong-rows' };
  if (due.fields.some((field) => !answer.fields.includes(field))) return { reason: 'missing-field' };
  const more = side === 'server' && answer.fields.length > due.fields.length;
  return more ? { reason: 'wrong-form' } : undefined;
}

type Check<Value> = (value: Value, spec: TensorSpec) => Complaint | undefined;

/** One output is printed as bare values, several as objects by name. */
function messageObjection(
  outputs: readonly TensorSpec[],
  message: JsonMessage,
  side: Side,
  check: Check<JsonValue>,
): Complaint | undefined {
  const [only, ...others] = outputs;
  if (only === undefined || others.length > 0) {
    if (!message.named) return { reason: 'names-expected' };
    return eachObjection(outputs, message.values, side, check);
  }
  return message.named ? { reason: 'names-unexpected' } : check(message.value, only);
}

function eachObjection<Value>(
  outputs: readonly TensorSpec[],
  values: ReadonlyMap<string, Value>,
  side: Side,
  check: Check<Value>,
): Complaint | undefined {
  for (const spec of outputs) {
    const value = values.get(spec.name);
    const complaint: Complaint | undefined =
      value === undefined ? { reason: 'missing-output', tensor: spec.name } : check(value, spec);
    if (complaint !== undefined) return complaint;
  }
  return side === 'server' && values.size > outputs.length ? { reason: 'wrong-form' } : undefined;
}

function tensorCheck(sizes: CallSizes): Check<TensorValue> {
  const symbols = new Map(sizes.symbols);
  return (value, spec) =>
    tensorObjection(value, spec, symbols) ?? rowsObjection(value.shape, spec, sizes.rows);
}

/** @param outer the sizes of lists around the values that are part of the tensors */
function jsonCheck(sizes: CallSizes, outer: readonly number[]): Check<JsonValue> {
  const symbols = new Map(sizes.symbols);
  return (value, spec) => {
    const { name: tensor, dtype, shape } = spec;
    const reason = isEmpty(value) ? undefined : unwritten(value.scalar, dtype, writesBytes(tensor));
    if (reason !== undefined) return { reason, tensor };
    const all = [...outer, ...value.sizes];
    const objection =
      shapeObjection(all, shape, symbols, isEmpty(value)) ?? rowsObjection(all, spec, sizes.rows);
    return objection && { ...objection, tensor };
  };
}

function rowsObjection(
  sizes: readonly number[],
  { name: tensor, shape }: TensorSpec,
  rows: number | undefined,
): Complaint | undefined {
  const [size] = sizes;
  if (rows === undefined || size === undefined || size === rows) return undefined;
  return firstDim(shape)?.kind === 'unknown' ? { reason: 'wrong-rows', tensor, axis: 0 } : undefined;
}
