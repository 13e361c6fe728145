import { transportSettings } from '@sigcat/compat';
import { z } from 'zod';
import { finding, verdict } from './compatibility';
import {
  aliasName,
  name,
  pageOf,
  paging,
  text,
  versionGiven,
  versionNumber,
  versionReference,
} from './names';

const maxRequirements = 64;
const maxTensors = 1_024;

/** Where versions are deployed, such as `production`. An alias of that name tells which version is there, too. */
const environmentName = aliasName.describe('Where the consumer runs, such as `production`.');

const modelName = z
  .string()
  .regex(
    /^([A-Za-z0-9][A-Za-z0-9._-]{0,127}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
    'must be `model` or `namespace/model`',
  )
  .describe('`fraud`, in the namespace `default`, or `payments/fraud`.');

const size = z.int().min(-1).max(Number.MAX_SAFE_INTEGER);

const usedTensor = z
  .union([
    text(4_096).min(1),
    z.strictObject({
      name: text(2_000),
      dtype: text(64).optional(),
      shape: z.array(size).max(256).nullable().optional(),
    }),
  ])
  .describe(
    'A name, a name with a type in the notation (`amount: float32[?,1]`), or the same as JSON. What says no type ' +
      'is taken as the model has it.',
  );

const requirement = z.strictObject({
  model: modelName,
  version: versionGiven
    .optional()
    .describe(
      'The version that the consumer works with: a number, `latest` or `@alias`. Left out, it is the one that is ' +
        'deployed in the environment, or else the latest.',
    ),
  transport: z.enum(transportSettings).default('both').describe('How the consumer calls the model.'),
  tag_set: z.array(text(2_000)).max(64).default(['serve']),
  signature: text(65_536)
    .min(1)
    .describe(
      'The key, or all of it in the notation: `serving_default(amount: *, country: string[?,1]) -> (score: *)`.',
    ),
  inputs: z.array(usedTensor).max(maxTensors).optional().describe('Those it sends.'),
  outputs: z.array(usedTensor).max(maxTensors).optional().describe('Those it reads.'),
});

export const declarationPut = z.strictObject({
  environment: environmentName.default('production'),
  version: text(256).default('').describe('Of the consumer, in its own words.'),
  requires: z
    .array(requirement)
    .min(1, 'must name something that is used')
    .max(maxRequirements, `must have at most ${maxRequirements} items`),
});

export const declaration = z
  .object({
    consumer: name,
    environment: z.string(),
    revision: z.int().min(1).describe('From 1, consecutive for a consumer in an environment.'),
    version: z.string(),
    requires: z
      .array(z.looseObject({ model: z.string(), version: z.union([z.string(), z.int()]).optional() }))
      .describe('As it was sent.'),
    declared_at: z.iso.datetime(),
    withdrawn_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Declaration' });

export const declarations = z
  .object({ items: z.array(declaration).describe('One for each environment.') })
  .meta({ id: 'Declarations' });

export const declarationPage = pageOf(declaration).meta({ id: 'DeclarationPage' });

export const consumerParams = z.object({ consumer: name });

export const declarationsQuery = z.strictObject({
  ...paging,
  environment: environmentName.optional(),
  model: modelName.optional().describe('Only those that use something of it.'),
});

export const historyQuery = z.strictObject(paging);

export const withdrawQuery = z.strictObject({ environment: environmentName.default('production') });

export const environmentParams = z.object({ environment: environmentName });

export const deploymentPost = z.strictObject({ model: modelName, version: versionGiven });

export const deployment = z
  .object({
    environment: z.string(),
    namespace: name,
    model: name,
    version: versionNumber,
    deployed_at: z.iso.datetime(),
  })
  .meta({ id: 'Deployment' });

export const deploymentPage = pageOf(deployment).meta({ id: 'DeploymentPage' });

export const canIDeployQuery = z
  .strictObject({
    environment: environmentName,
    model: modelName
      .optional()
      .describe('With `version`: may this version come, for the consumers that are there?'),
    version: versionReference.optional(),
    consumer: name
      .optional()
      .describe('In place of `model`: may this consumer come, to the versions that are there?'),
  })
  .refine(
    ({ model, version, consumer }) =>
      consumer === undefined
        ? model !== undefined && version !== undefined
        : model === undefined && version === undefined,
    { path: ['model'], message: 'must be given with `version`, or `consumer` in place of both' },
  );

const affected = z.object({
  consumer: name,
  consumer_version: z.string(),
  model: z.string().describe('`namespace/model`'),
  tag_set: z.array(z.string()),
  signature: z.string(),
  transport: z.enum(transportSettings),
  works_with: versionNumber.describe('The version that the consumer declared itself against.'),
  would_get: versionNumber.nullable().describe('Null where none is deployed.'),
  verdict,
  reason: z.string(),
  findings: z.array(finding),
});

export const canIDeploy = z
  .object({
    answer: z.enum(['yes', 'no', 'unknown']),
    reasons: z.array(z.string()).min(1).describe('What decides it, most serious first.'),
    environment: z.string(),
    counts: z
      .record(verdict, z.int().min(0))
      .describe('How many uses there are that make this of it, shown or not.'),
    consumers: z
      .array(affected)
      .describe('What each makes of it, most serious first, and not more of them than the server shows.'),
  })
  .meta({ id: 'CanIDeploy' });
