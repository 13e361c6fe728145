import { type BodyJson, type JsonCallJson, type NoneJson, type TensorCallJson } from '@sigcat/compat';
import {
  type Answer,
  type BrokenCall,
  inferenceAnswer,
  inferenceRequest,
  printAnswer,
  printRequest,
  type Request,
  restAnswer,
  restRequest,
} from '@sigcat/serving-model';
import { type Found } from './search';

/** The call in words, with its body in the Open Inference Protocol. @param most characters of either */
export function tensorCallJson(found: Found, most: number): TensorCallJson | NoneJson {
  const notation = notationOf(found);
  return notation.length > most
    ? tooLong(most)
    : { ...headOf(found), notation, oip: bodyWithin(most, found.call) };
}

/** The call in words, with its body in TensorFlow Serving's REST API. @param most characters of either */
export function jsonCallJson(found: Found, most: number): JsonCallJson | NoneJson {
  const notation = notationOf(found);
  return notation.length > most
    ? tooLong(most)
    : { ...headOf(found), notation, rest: bodyWithin(most, found.call) };
}

function headOf({
  direction,
  alone,
  call: { kind },
}: Found): Pick<TensorCallJson, 'direction' | 'kind' | 'alone'> {
  return { direction, kind, alone };
}

function notationOf({ call, move: { from, to } }: Found): string {
  const request = printRequest(call.request, from);
  return call.kind === 'request' ? request : `${request} -> ${printAnswer(call.answer, call.request, to)}`;
}

function bodyWithin(most: number, call: BrokenCall): BodyJson | NoneJson {
  const body = call.kind === 'request' ? requestBody(call.request) : answerBody(call.answer, call.request);
  return 'text' in body && body.text.length > most ? tooLong(most) : body;
}

const noDatatype: NoneJson = { none: 'the Open Inference Protocol has no datatype for one of its tensors' };
const noApi: NoneJson = { none: 'the Open Inference Protocol has no classify and regress' };
const noBody: NoneJson = { none: 'an error in place of an answer has words of its own' };

function requestBody(request: Request): BodyJson | NoneJson {
  if (request.transport === 'json') return restRequest(request);
  return request.api === 'predict' ? (inferenceRequest(request) ?? noDatatype) : noApi;
}

function answerBody(answer: Answer, { transport }: Request): BodyJson | NoneJson {
  if (answer.kind === 'tensors') return inferenceAnswer(answer) ?? noDatatype;
  if (answer.kind === 'results' && transport === 'tensor') return noApi;
  return restAnswer(answer) ?? noBody;
}

function tooLong(most: number): NoneJson {
  return { none: `it is longer than ${most} characters` };
}
