import { type ModelSignatures } from '@sigcat/core';
import { findSignature } from '../address';
import { type Request } from '../request';
import { type Refusal, type Ruling, rulingOf } from '../ruling';
import { type ServingSettings } from '../settings';
import { refuseExamples } from './examples';
import { refuseJson } from './json';
import { refuseTensors } from './tensors';

/**
 * Does a server of this model take the request? It follows the sources of TensorFlow Serving (predict_util.cc,
 * json_tensor.cc, classifier.cc, regressor.cc) and holds each value against its spec, which they leave to the
 * graph. Method names are not looked at, as is the default there.
 */
export function serverAccepts(
  server: ModelSignatures,
  request: Request,
  settings: ServingSettings,
): Ruling<Refusal> {
  return rulingOf(refusal(server, request, settings));
}

function refusal(
  server: ModelSignatures,
  request: Request,
  { extraInputs }: ServingSettings,
): Refusal | undefined {
  const signature = findSignature(server, request);
  if (typeof signature === 'string') return { reason: signature };
  if (request.api !== 'predict') return refuseExamples(server.format, signature, request);
  return request.transport === 'tensor'
    ? refuseTensors(signature, request, extraInputs)
    : refuseJson(signature, request);
}
