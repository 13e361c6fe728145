import {
  dense,
  type DType,
  fixedDim,
  type ModelSignatures,
  printType,
  quoteName,
  tagSetText,
  type TensorSpec,
} from '@sigcat/core';
import { findSignature, keyOf } from '../address';
import { type Answer } from '../answer';
import { type JsonScalar } from '../json-scalar';
import { type JsonMessage, type Request } from '../request';
import { type TensorValue } from '../tensor-value';
import { failureText } from './failure-text';

/**
 * A request in the notation: `serving_default(image: float32[1,224,224,3])`; before it the API where that is not
 * predict, and the tags where the request names a graph. JSON has no dtypes and not always names: they are taken
 * from the version that the caller was written for.
 */
export function printRequest(request: Request, writtenFor: ModelSignatures): string {
  const api = request.api === 'predict' ? '' : `${request.api} `;
  const graph = request.tagSet === undefined ? '' : `{${tagSetText(request.tagSet)}} `;
  return `${api}${graph}${quoteName(keyOf(request))}(${inputsText(request, writtenFor)})`;
}

function inputsText(request: Request, writtenFor: ModelSignatures): string {
  if (request.api !== 'predict') {
    return tensorsText([['inputs', { dtype: 'string', shape: [request.examples], encoding: dense }]]);
  }
  if (request.transport === 'tensor') return tensorsText(request.inputs);
  const signature = findSignature(writtenFor, request);
  const inputs = typeof signature === 'string' ? [] : signature.inputs;
  return request.form === 'row'
    ? tensorsText(tensorsIn(request.instance, [request.instances], inputs))
    : tensorsText(tensorsIn(request.inputs, [], inputs));
}

/** An answer to a request likewise: `(scores: float32[1,1001])`, dtypes and names taken from who gave it. */
export function printAnswer(answer: Answer, request: Request, server: ModelSignatures): string {
  const signature = findSignature(server, request);
  const outputs = typeof signature === 'string' ? [] : signature.outputs;
  switch (answer.kind) {
    case 'tensors':
      return `(${tensorsText(answer.outputs)})`;
    case 'predictions':
      return `(${tensorsText(tensorsIn(answer.prediction, [answer.predictions], outputs))})`;
    case 'outputs':
      return `(${tensorsText(tensorsIn(answer.outputs, [], outputs))})`;
    case 'results':
      return `${answer.results} × (${answer.fields.join(', ')})`;
    case 'failed':
      return failureText(answer.failure);
  }
}

function tensorsText(tensors: Iterable<readonly [string, TensorValue]>): string {
  return Array.from(tensors, ([name, { dtype, shape, encoding }]) => {
    const type = { dtype, shape: { rank: 'known' as const, dims: shape.map(fixedDim) }, encoding };
    return `${quoteName(name)}: ${printType(type)}`;
  }).join(', ');
}

/** @param outer the sizes of lists around the values that are part of the tensors */
function tensorsIn(
  message: JsonMessage,
  outer: readonly number[],
  specs: readonly TensorSpec[],
): [string, TensorValue][] {
  const values = message.named ? message.values : new Map([[specs[0]?.name ?? '', message.value]]);
  return Array.from(values, ([name, { sizes, scalar }]) => {
    const dtype = specs.find((spec) => spec.name === name)?.dtype ?? 'unspecified';
    const shape = [...outer, ...sizes];
    return [name, { dtype: dtype === 'unspecified' ? dtypeLike(scalar) : dtype, shape, encoding: dense }];
  });
}

function dtypeLike({ kind }: JsonScalar): DType {
  switch (kind) {
    case 'integer':
      return 'int64';
    case 'decimal':
      return 'float64';
    case 'bool':
      return 'bool';
    case 'text':
    case 'bytes':
      return 'string';
  }
}
