import { Controller, Inject, UseFilters } from '@nestjs/common';
import { type facades, operations } from '@sigcat/contracts';
import {
  type ModelSignatures,
  printTensor,
  type Signature,
  tagSetText,
  type TensorSpec,
  typeToJson,
} from '@sigcat/core';
import { Problem } from '@sigcat/problems';
import { Given, type Input, Route } from '@sigcat/service';
import { type VersionSelector, Versions } from '@sigcat/storage';
import { type z } from 'zod';
import { FacadeErrors } from './facade-errors.filter';
import { modelNamed, versionNumbered } from './model-name';
import { openInferenceDtypes } from './open-inference-dtypes';

type Metadata = z.input<typeof facades.openInferenceModel>;

/** Names of platforms by format, as the protocol's servers give them. */
const platforms: Readonly<Record<string, string>> = { 'saved-model': 'tensorflow_savedmodel' };

/** "Model Metadata" of the Open Inference Protocol, for stored versions; no model server runs. */
@Controller()
@UseFilters(FacadeErrors)
export class OpenInferenceController {
  constructor(@Inject(Versions) private readonly versions: Versions) {}

  @Route(operations.getOpenInferenceModel)
  latest(
    @Given(operations.getOpenInferenceModel)
    { params, query }: Input<typeof operations.getOpenInferenceModel>,
  ): Promise<Metadata> {
    return this.metadata(params.model, { by: 'latest' }, query.signature);
  }

  @Route(operations.getOpenInferenceVersion)
  byVersion(
    @Given(operations.getOpenInferenceVersion)
    { params, query }: Input<typeof operations.getOpenInferenceVersion>,
  ): Promise<Metadata> {
    const number = versionNumbered(params.model, params.version);
    return this.metadata(params.model, { by: 'number', number }, query.signature);
  }

  private async metadata(name: string, selector: VersionSelector, key: string): Promise<Metadata> {
    const version = await this.versions.get(modelNamed(name), selector);
    const signature = signatureNamed(version.signatures, key);
    if (!signature) {
      throw new Problem('signature-not-found', `${name}@${version.number} has no signature ${key}.`);
    }
    return {
      name,
      versions: [String(version.number)],
      platform: platforms[version.format] ?? version.format,
      inputs: signature.inputs.map(tensorAnswer),
      outputs: signature.outputs.map(tensorAnswer),
    };
  }
}

function signatureNamed({ graphs }: ModelSignatures, key: string): Signature | undefined {
  const graph = graphs.find(({ tagSet }) => tagSetText(tagSet) === 'serve') ?? graphs[0];
  return graph?.signatures.find((signature) => signature.key === key)?.signature;
}

function tensorAnswer(spec: TensorSpec): Metadata['inputs'][number] {
  const datatype = openInferenceDtypes.get(spec.dtype);
  const { shape } = typeToJson(spec);
  if (datatype === undefined || shape === null || spec.encoding.kind !== 'dense') {
    throw new Problem(
      'not-representable',
      `The Open Inference Protocol has no words for ${printTensor(spec)}.`,
    );
  }
  return { name: spec.name, datatype, shape: [...shape] };
}
