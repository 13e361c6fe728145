import { type versions } from '@sigcat/contracts';
import { signaturesToJson } from '@sigcat/core';
import { type VersionRecord, type VersionSummary } from '@sigcat/storage';
import { type z } from 'zod';

/** A version as the API gives it, without its signatures. */
export function versionSummaryAnswer(version: VersionSummary): z.input<typeof versions.versionSummary> {
  return {
    namespace: version.namespace,
    model: version.model,
    version: version.number,
    format: version.format,
    framework_version: version.frameworkVersion,
    fingerprint: version.fingerprint,
    digest: version.digest,
    size: version.size,
    // A folder arrives as an archive of it.
    packaging: version.packaging === 'directory' ? 'tar' : version.packaging,
    main_file: version.mainFile,
    labels: version.labels,
    deprecation: version.deprecation,
    aliases: [...version.aliases],
    verdict: version.verdict,
    baseline_version: version.baseline,
    published_at: version.publishedAt.toISOString(),
  };
}

/** A version as the API gives it. */
export function versionAnswer(version: VersionRecord): object {
  return { ...versionSummaryAnswer(version), graphs: signaturesToJson(version.signatures).graphs };
}
