import { z } from 'zod';
import { text } from './names';

/** `model` in the default namespace, or `namespace/model` with the slash percent-encoded. */
const model = text(257);

export const modelParams = z.object({ model });
export const versionParams = z.object({ model, version: text(32) });
export const labelParams = z.object({ model, label: text(128) });

export const tfServingMetadata = z
  .object({
    model_spec: z.object({ name: z.string(), signature_name: z.string(), version: z.string() }),
    metadata: z.object({ signature_def: z.object({ signature_def: z.record(z.string(), z.unknown()) }) }),
  })
  .meta({ id: 'TfServingMetadata' });

export const openInferenceQuery = z.object({
  signature: text(65_536)
    .default('serving_default')
    .describe('The signature whose inputs and outputs are wanted.'),
});

const tensor = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.int()) });

export const openInferenceModel = z
  .object({
    name: z.string(),
    versions: z.array(z.string()),
    platform: z.string(),
    inputs: z.array(tensor),
    outputs: z.array(tensor),
  })
  .meta({ id: 'OpenInferenceModel' });
