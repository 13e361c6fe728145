import {
  type Baseline,
  findRule,
  levels,
  modes,
  type Settings,
  settingsOf as withDefaults,
  transportSettings,
} from '@sigcat/compat';
import { z } from 'zod';
import { type Made } from './made';
import { aliasName, flag, name } from './names';

const maxGatedAliases = 64;

const severity = z.enum(levels);

/** By the id of a rule; ids are for ever, so that one nobody knows is a mistake. */
const severities = z.record(z.string(), severity).superRefine((given, context) => {
  for (const id of Object.keys(given)) {
    if (!findRule(id)) context.addIssue({ code: 'custom', path: [id], message: 'there is no such rule' });
  }
});

const gateAliases = z
  .array(aliasName)
  .max(maxGatedAliases, `must have at most ${maxGatedAliases} aliases`)
  .refine((aliases) => new Set(aliases).size === aliases.length, 'must name each alias once');

const judging = {
  mode: z
    .enum(modes)
    .describe(
      'Whom a candidate must not break. BACKWARD: callers of the baseline. FORWARD: callers of the candidate, ' +
        'should the baseline come back. FULL: both. TRANSITIVE: with every earlier version in place of the ' +
        'baseline. NONE: reports without refusing.',
    ),
  transport: z.enum(transportSettings).describe('How the model is called.'),
  unknown_shapes: z
    .enum(['warn', 'strict'])
    .describe('What a shape that one side leaves open counts as: a warning or an error.'),
  extra_inputs: z
    .enum(['reject', 'ignore'])
    .describe('What servers do over `tensor` with an input that the signature does not have.'),
};

const baseline = z
  .string()
  .regex(/^(latest|@[A-Za-z][A-Za-z0-9._-]{0,127})$/, 'must be `latest` or `@alias`')
  .describe(
    'The version that callers rely on. While a model does not have the alias, it is the latest version.',
  );

const settings = {
  ...judging,
  baseline,
  severities: severities.describe(
    'Levels in place of those that the rules give, by the id of the rule. Each rule is a setting of its own.',
  ),
  gate_aliases: gateAliases.describe(
    'Aliases that move only where the gate lets the version that they point to be replaced.',
  ),
};

/** Settings of one level; what is left out comes from the level above. */
export const config = z.strictObject(settings).partial().meta({ id: 'Config' });

/** What candidates are judged by. */
export const judgingSettings = z
  .object({ ...judging, baseline, severities: z.record(z.string(), severity) })
  .meta({ id: 'Settings' });

/** Settings for one time, in place of those in effect. */
export const judgingQuery = z.strictObject(judging).partial();

const configLevels = ['default', 'global', 'namespace', 'model'] as const;

/** Where the value of a setting comes from. */
export type ConfigLevelName = (typeof configLevels)[number];

const effectiveValue = <Value extends z.ZodType>(value: Value) =>
  z.object({ value, from: z.enum(configLevels) });

export const effectiveConfig = z
  .object({
    mode: effectiveValue(judging.mode),
    transport: effectiveValue(judging.transport),
    unknown_shapes: effectiveValue(judging.unknown_shapes),
    extra_inputs: effectiveValue(judging.extra_inputs),
    baseline: effectiveValue(baseline),
    severities: z.record(z.string(), effectiveValue(severity)),
    gate_aliases: effectiveValue(z.array(aliasName)),
  })
  .meta({ id: 'EffectiveConfig' });

export const configQuery = z.strictObject({
  effective: flag.describe('The settings in effect, and which level each of them comes from.'),
});

export const namespaceParams = z.object({ namespace: name });

/** The settings that the checker works with, from those of a config. */
export function settingsOf(given: Made<typeof config>): Settings {
  return withDefaults({
    ...(given.mode && { mode: given.mode }),
    ...(given.transport && { transport: given.transport }),
    ...(given.unknown_shapes && { unknownShapes: given.unknown_shapes }),
    ...(given.extra_inputs && { extraInputs: given.extra_inputs }),
    ...(given.baseline !== undefined && { baseline: given.baseline as Baseline }),
    ...(given.severities && { severities: given.severities }),
  });
}

/** The other way round. */
export function settingsAnswer(given: Settings): Made<typeof judgingSettings> {
  return {
    mode: given.mode,
    transport: given.transport,
    unknown_shapes: given.unknownShapes,
    extra_inputs: given.extraInputs,
    baseline: given.baseline,
    severities: given.severities,
  };
}
