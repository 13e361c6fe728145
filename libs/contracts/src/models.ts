import { z } from 'zod';
import { report } from './compatibility';
import { aliasName, labelFilters, labels, name, paging, pageOf, text, versionNumber } from './names';

export const model = z
  .object({
    namespace: name,
    model: name,
    description: z.string(),
    labels,
    latest_version: versionNumber.nullable(),
    aliases: z.record(aliasName, versionNumber),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Model' });

export const modelPage = pageOf(model).meta({ id: 'ModelPage' });

export const modelPut = z.strictObject({ description: text(4_096).default(''), labels: labels.default({}) });

export const modelPatch = z.strictObject({ description: text(4_096).optional(), labels: labels.optional() });

export const modelsQuery = z.strictObject({
  name: text(128).optional().describe("A part of the model's name."),
  label: labelFilters,
  ...paging,
});

const alias = z
  .object({ name: aliasName, version: versionNumber, updated_at: z.iso.datetime() })
  .meta({ id: 'Alias' });

export const aliasList = z.object({ items: z.array(alias) });

export const aliasPut = z.strictObject({
  version: versionNumber,
  expected_version: versionNumber
    .nullable()
    .optional()
    .describe('Move only if the alias points to this version now; null for an alias that is not there yet.'),
});

export const aliasMoved = z.object({
  name: aliasName,
  version: versionNumber,
  previous_version: versionNumber.nullable(),
  report: report
    .nullable()
    .describe('How the version does against the one before; null where the move was not gated.'),
});
