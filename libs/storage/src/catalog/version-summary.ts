import { type Digest } from '@sigcat/core';
import { type Packaging } from '@sigcat/formats';
import { type Labels } from './labels';
import { type ModelName } from './model-name';

/** A version without its signatures. */
export interface VersionSummary extends ModelName {
  readonly number: number;
  readonly format: string;
  readonly frameworkVersion: string;
  readonly fingerprint: Readonly<Record<string, string>> | null;
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  readonly packaging: Packaging;
  readonly mainFile: string;
  readonly labels: Labels;
  readonly deprecation: string | null;
  readonly aliases: readonly string[];
  readonly verdict: 'compatible' | 'incompatible' | 'undecided';
  readonly baseline: number | null;
  readonly publishedAt: Date;
}

export interface SummaryRow {
  readonly id: string;
  readonly namespace: string;
  readonly model: string;
  readonly number: number;
  readonly format: string;
  readonly framework_version: string;
  readonly fingerprint: Readonly<Record<string, string>> | null;
  readonly digest: Digest;
  readonly size: string;
  readonly packaging: Packaging;
  readonly main_file: string;
  readonly labels: Labels;
  readonly deprecation: string | null;
  readonly aliases: readonly string[] | null;
  readonly verdict: VersionSummary['verdict'];
  readonly baseline: number | null;
  readonly published_at: Date;
}

export const aliases =
  '(SELECT json_agg(name ORDER BY name) FROM alias WHERE model_id = v.model_id AND version_number = v.number) AS aliases';

/** A {@link SummaryRow} of a version `v`, its model `m` and its artifact `a`. */
export const columns = `
  v.id, m.namespace, m.name AS model, v.number, v.format, v.framework_version, v.fingerprint,
  'sha-256:' || encode(v.artifact_digest, 'hex') AS digest, a.size, a.packaging, v.main_file, v.labels, v.deprecation,
  ${aliases}, v.verdict, v.baseline_version AS baseline, v.published_at`;

export const joins = 'JOIN model m ON m.id = v.model_id JOIN artifact a ON a.digest = v.artifact_digest';
export const tables = `version v ${joins}`;

export function summaryOf(row: Omit<SummaryRow, 'id'>): VersionSummary {
  return {
    namespace: row.namespace,
    model: row.model,
    number: row.number,
    format: row.format,
    frameworkVersion: row.framework_version,
    fingerprint: row.fingerprint,
    digest: row.digest,
    size: Number(row.size),
    packaging: row.packaging,
    mainFile: row.main_file,
    labels: row.labels,
    deprecation: row.deprecation,
    aliases: row.aliases ?? [],
    verdict: row.verdict,
    baseline: row.baseline,
    publishedAt: row.published_at,
  };
}
