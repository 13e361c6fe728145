import { type MethodDefinition } from '@grpc/grpc-js';
import { names } from '@sigcat/contracts';
import { Problem } from '@sigcat/problems';
import { tensorflow } from '@sigcat/proto/prediction-service';
import { type Versions, type VersionSelector } from '@sigcat/storage';
import { versionNumbered } from './model-name';
import { servedVersion } from './served-version';

const { GetModelMetadataRequest, GetModelMetadataResponse } = tensorflow.serving;
export type MetadataRequest = tensorflow.serving.GetModelMetadataRequest.$Properties;
type MetadataResponse = tensorflow.serving.GetModelMetadataResponse.$Properties;
type ModelSpec = tensorflow.serving.ModelSpec.$Properties;

/** The methods of TensorFlow Serving's PredictionService that a catalogue can answer; proto/prediction_service.proto. */
export const predictionService = {
  getModelMetadata: {
    path: '/tensorflow.serving.PredictionService/GetModelMetadata',
    requestStream: false,
    responseStream: false,
    requestSerialize: (request) => Buffer.from(GetModelMetadataRequest.encode(request).finish()),
    requestDeserialize: (bytes) => GetModelMetadataRequest.decode(bytes),
    responseSerialize: (response) => Buffer.from(GetModelMetadataResponse.encode(response).finish()),
    responseDeserialize: (bytes) => GetModelMetadataResponse.decode(bytes),
  } satisfies MethodDefinition<MetadataRequest, MetadataResponse>,
};

/** The only thing that TensorFlow Serving tells of a model. */
const field = 'signature_def';

/**
 * What TensorFlow Serving would say of the version if it served it.
 * @throws Problem `invalid-request`, `model-not-found`, `version-not-found`, `alias-not-found`, `not-representable`.
 */
export async function getModelMetadata(
  versions: Versions,
  { model_spec: spec, metadata_field: fields }: MetadataRequest,
): Promise<MetadataResponse> {
  if (!spec) throw invalid('The request must have a model_spec.');
  if (!fields || fields.length === 0) throw invalid(`The request must have the metadata_field ${field}.`);
  const unknown = fields.find((name) => name !== field);
  if (unknown !== undefined) throw invalid(`There is no metadata_field ${unknown}, only ${field}.`);
  const name = spec.name ?? '';
  if (name === '') throw invalid('ModelSpec has no name specified.');
  const { number, native } = await servedVersion(versions, name, selectorOf(name, spec));
  const value = { type_url: 'type.googleapis.com/tensorflow.serving.SignatureDefMap', value: native };
  return { model_spec: { name, version: { value: number } }, metadata: { [field]: value } };
}

function selectorOf(name: string, { version, version_label: alias }: ModelSpec): VersionSelector {
  if (version) return { by: 'number', number: versionNumbered(name, String(version.value ?? 0)) };
  if (typeof alias !== 'string') return { by: 'latest' };
  if (!names.aliasName.safeParse(alias).success) throw invalid(`No version has the version_label ${alias}.`);
  return { by: 'alias', alias };
}

function invalid(message: string): Problem {
  return new Problem('invalid-request', message, { errors: [] });
}
