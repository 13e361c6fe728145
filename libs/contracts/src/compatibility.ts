import { type Report, reportToJson, type Settings } from '@sigcat/compat';
import { z } from 'zod';
import { flag, name, versionNumber, versionReference } from './names';

const mode = z.enum(['BACKWARD', 'NONE']);
export const verdict = z.enum(['compatible', 'incompatible', 'undecided']);
const level = z.enum(['error', 'warning', 'info', 'hidden']);

const finding = z
  .object({
    rule: z.string(),
    level,
    path: z.string().describe('JSON pointer: tag set, signature key, `inputs` or `outputs`, name, what.'),
    tag_set: z.array(z.string()).nullable(),
    signature_key: z.string().nullable(),
    before: z.string().nullable().describe('In the notation; null where there was nothing.'),
    after: z.string().nullable(),
    message: z.string(),
    fingerprint: z.string().describe('The same for the same rule, path, before and after.'),
  })
  .meta({ id: 'Finding' });

export const report = z
  .object({
    verdict,
    mode,
    transports: z.array(z.string()),
    baseline_version: versionNumber.nullable().describe('Null where there was nothing to compare with.'),
    candidate_version: versionNumber,
    counts: z.object({ error: z.int(), warning: z.int(), info: z.int(), hidden: z.int() }),
    findings: z.array(finding),
  })
  .meta({ id: 'Report' });

export const diffQuery = z.strictObject({ from: versionReference, to: versionReference });

/** Settings of one level; what is left out comes from the level above. */
export const config = z
  .strictObject({
    mode: mode.optional().describe('NONE reports without refusing.'),
    unknown_shapes: z
      .enum(['warn', 'strict'])
      .optional()
      .describe('What a shape that one side leaves open counts as: a warning or an error.'),
  })
  .meta({ id: 'Config' });

export const configQuery = z.strictObject({
  effective: flag.describe('The settings in effect, those of the levels above included.'),
});

export const namespaceParams = z.object({ namespace: name });

export const rule = z
  .object({
    id: z.string(),
    summary: z.string(),
    why: z.string(),
    fix: z.string(),
    coordinates: z.object({ subject: z.string(), aspect: z.string(), change: z.string() }),
    levels: z
      .object({ backward: z.object({ tensor: z.string() }) })
      .describe('Level by direction and transport, and what it depends on.'),
    examples: z.array(
      z.object({
        before: z.string(),
        after: z.string(),
        fires: z.boolean().describe('Whether the rule finds something between the two.'),
        note: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Rule' });

export const ruleParams = z.object({ id: z.string().max(128) });

/** The settings that the checker works with, from those of a config. */
export function settingsOf(settings: z.output<typeof config>): Partial<Settings> {
  return {
    ...(settings.mode && { mode: settings.mode }),
    ...(settings.unknown_shapes && { unknownShapes: settings.unknown_shapes }),
  };
}

/** A report with the versions it is about. */
export function reportBetween(
  baselineVersion: number | null,
  candidateVersion: number,
  found: Report,
): z.input<typeof report> {
  const { verdict: says, mode: under, transports, counts, findings } = reportToJson(found);
  return {
    verdict: says,
    mode: under,
    transports: [...transports],
    baseline_version: baselineVersion,
    candidate_version: candidateVersion,
    counts,
    findings: findings.map((one) => ({ ...one, tag_set: one.tag_set && [...one.tag_set] })),
  };
}
