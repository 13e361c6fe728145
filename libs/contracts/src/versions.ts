import { z } from 'zod';
import { approving, report, verdict } from './compatibility';
import {
  aliasName,
  digest,
  flag,
  labelFilters,
  labels,
  name,
  pageOf,
  paging,
  text,
  versionAddress,
  versionNumber,
} from './names';
import { problem } from './problems';
import { graph } from './signatures';

export const versionSummary = z
  .object({
    namespace: name,
    model: name,
    version: versionNumber,
    format: z.string(),
    framework_version: z.string(),
    fingerprint: z.record(z.string(), z.string()).nullable(),
    digest,
    size: z.int().describe('Bytes.'),
    packaging: z.enum(['file', 'zip', 'tar', 'tar+gzip']),
    main_file: z.string().describe('Path inside the archive; empty where the artifact is the file itself.'),
    labels,
    deprecation: z.string().nullable().describe('Why nobody should begin to use the version.'),
    aliases: z.array(aliasName),
    verdict,
    baseline_version: versionNumber.nullable(),
    published_at: z.iso.datetime(),
  })
  .meta({ id: 'VersionSummary' });

export const version = versionSummary.extend({ graphs: z.array(graph) }).meta({ id: 'Version' });

export const versionPage = pageOf(versionSummary).meta({ id: 'VersionPage' });

export const batchPost = z.strictObject({
  versions: z
    .array(versionAddress)
    .min(1)
    .describe('At most SIGCAT_MAX_BATCH_VERSIONS, which is 100 by default.'),
});

const batchItem = z.union([
  z.object({ address: versionAddress, version }),
  z.object({ address: versionAddress, problem: problem.describe('Why there is no version here.') }),
]);

export const batch = z
  .object({ items: z.array(batchItem).describe('One for each address, in their order.') })
  .meta({ id: 'VersionBatch' });

export const published = version.extend({ report }).meta({ id: 'Published' });

export const rehearsal = z
  .object({
    dry_run: z.literal(true),
    outcome: z.enum(['created', 'existing', 'refused']),
    version: versionNumber.describe('The number that the version would get, or has.'),
    format: z.string(),
    graphs: z.array(graph),
    report: report.nullable().describe('Null where the version is there already.'),
  })
  .meta({ id: 'Rehearsal' });

export const publishQuery = z
  .strictObject({
    dry_run: flag.describe('Say what would happen; write nothing.'),
    if_exists: z
      .enum(['return', 'fail', 'create'])
      .default('return')
      .describe("What to do when one of the model's versions has these bytes."),
    label: labelFilters.describe('Labels of the version, as `key=value`.'),
    approving: approving.describe(
      'With `dry_run`: fingerprints of findings that are to be approved before the version is published.',
    ),
  })
  .refine(({ dry_run: rehearses, approving: given }) => rehearses || given.length === 0, {
    error: 'is for `dry_run`; approve what is to be published',
    path: ['approving'],
  });

export const versionsQuery = z.strictObject({
  format: text(64).optional(),
  digest: digest.optional().describe('Of the artifact.'),
  signature: digest.optional().describe('Of a signature that the version has, as searches tell it.'),
  label: labelFilters,
  ...paging,
});

export const allVersionsQuery = versionsQuery.extend({
  namespace: name.optional(),
  name: text(128).optional().describe("A part of the model's name."),
});

export const versionPatch = z.strictObject({
  labels: labels.optional(),
  deprecation: text(4_096).nullable().optional(),
});

export const versionDeleteQuery = z.strictObject({
  permanent: flag.describe('Remove a deleted version for good.'),
});
