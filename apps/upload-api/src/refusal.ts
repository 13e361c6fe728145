import { Problem } from '@sigcat/problems';
import { type Judgement, type ModelName } from '@sigcat/storage';

/** More versions than that are told by their number only; the report names all. */
const namedVersions = 5;

/** What the gate answers to a candidate that would become, or replace, a version. */
export function refusal(
  { namespace, model }: ModelName,
  version: number,
  { report }: Judgement,
  extensions: Readonly<Record<string, unknown>> = {},
): Problem {
  const { mode, counts, offending } = report;
  const errors = `${counts.error} ${counts.error === 1 ? 'error' : 'errors'}`;
  const detail = `Version ${version} of ${namespace}/${model} is incompatible with ${versionsText(offending)} (${mode}): ${errors}.`;
  return new Problem('signature-incompatible', detail, {
    ...extensions,
    report,
    findings: report['findings'],
  });
}

function versionsText(versions: readonly number[]): string {
  if (versions.length === 1) return `version ${versions.join()}`;
  const named = versions.slice(0, namedVersions).join(', ');
  const others = versions.length - namedVersions;
  return others > 0 ? `versions ${named} and ${others} more` : `versions ${named}`;
}
