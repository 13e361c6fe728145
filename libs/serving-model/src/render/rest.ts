import { type Answer, type ResultsAnswer } from '../answer';
import { type JsonScalar } from '../json-scalar';
import { type JsonValue } from '../json-value';
import { type ExamplesRequest, type JsonMessage, type JsonRequest } from '../request';
import { type Body, bodyOf, element, type Json, list, object, repeated, stringElement } from './body';

/** The body of a request to TensorFlow Serving's REST API. Examples are empty: their features are not known. */
export function restRequest(request: JsonRequest | ExamplesRequest): Body {
  const { key } = request;
  const name: [string, Json][] = key === undefined ? [] : [['signature_name', stringElement(key)]];
  return bodyOf(object([...name, inputOf(request)]));
}

function inputOf(request: JsonRequest | ExamplesRequest): [string, Json] {
  if (request.api !== 'predict') return ['examples', repeated(request.examples, object([]))];
  return request.form === 'row'
    ? ['instances', repeated(request.instances, messageJson(request.instance))]
    : ['inputs', messageJson(request.inputs)];
}

/** The body of an answer of that API. None for tensors and for errors, which have words of their own. */
export function restAnswer(answer: Answer): Body | undefined {
  switch (answer.kind) {
    case 'predictions': {
      const predictions = repeated(answer.predictions, messageJson(answer.prediction));
      return bodyOf(object([['predictions', predictions]]));
    }
    case 'outputs':
      return bodyOf(object([['outputs', messageJson(answer.outputs)]]));
    case 'results':
      return bodyOf(object([['results', repeated(answer.results, resultJson(answer))]]));
    case 'tensors':
    case 'failed':
      return undefined;
  }
}

/** A number to regress; to classify, pairs of label and score, in which what the model does not give is empty. */
function resultJson({ fields }: ResultsAnswer): Json {
  if (fields.includes('value')) return element('0.5');
  const label = stringElement(fields.includes('label') ? 'text' : '');
  return list([list([label, element(fields.includes('score') ? '0.5' : '0.0')])]);
}

function messageJson(message: JsonMessage): Json {
  if (!message.named) return valueJson(message.value);
  return object(Array.from(message.values, ([name, value]) => [name, valueJson(value)]));
}

function valueJson({ sizes, scalar }: JsonValue): Json {
  return sizes.reduceRight((item, size) => repeated(size, item), scalarJson(scalar));
}

function scalarJson(scalar: JsonScalar): Json {
  switch (scalar.kind) {
    case 'integer':
      return element(scalar.value.toString());
    case 'decimal': {
      const digits = JSON.stringify(scalar.value);
      return element(/[.e]/.test(digits) ? digits : `${digits}.0`);
    }
    case 'bool':
      return element('false');
    case 'text':
      return stringElement('text');
    case 'bytes':
      return object([['b64', stringElement(Buffer.from('bytes').toString('base64'))]]);
  }
}
