import {
  factsBetween,
  type Finding,
  findingsOn,
  fingerprintOf,
  type Settings,
  settingsOf,
  summaryOf,
  type Verdict,
} from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { concerns } from './concerns';
import { type Requirement } from './requirement';
import { usedPart } from './used-part';

/** What one consumer makes of a candidate. */
export interface RequirementReport {
  readonly verdict: Verdict;
  /** Only those that touch what it uses; most serious first. */
  readonly findings: readonly Finding[];
  /** The baseline as the consumer sees it: tensors are of the types that it says it sends and can take. */
  readonly used: ModelSignatures;
}

/** The settings of the model that hold for a consumer as well; how it calls, it says itself. */
export type RequirementSettings = Pick<Settings, 'unknownShapes' | 'extraInputs' | 'severities'>;

/**
 * Can a consumer that works with the baseline go on with the candidate as it is? It is the comparison of the gate,
 * BACKWARD, of the part that the consumer uses. What is approved for the model is not approved for its consumers.
 * @returns nothing where the baseline does not offer what is required
 */
export function judgeRequirement(
  requirement: Requirement,
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  settings: Partial<RequirementSettings> = {},
): RequirementReport | undefined {
  const used = usedPart(requirement, baseline);
  if (used === undefined) return undefined;
  const { transport } = requirement;
  const all = settingsOf({ ...settings, mode: 'BACKWARD', transport });
  const findingsIn = (model: ModelSignatures): Finding[] =>
    findingsOn(factsBetween(used, model).filter(concerns(requirement, model)), all);

  // That it uses less than the baseline offers is nothing that the candidate changes.
  const before = new Set(findingsIn(baseline).filter(isHarmless).map(fingerprintOf));
  const findings = findingsIn(candidate).filter(
    (finding) => before.size === 0 || !isHarmless(finding) || !before.has(fingerprintOf(finding)),
  );
  return { verdict: summaryOf(findings, all).verdict, findings, used };
}

function isHarmless({ level }: Finding): boolean {
  return level === 'info' || level === 'hidden';
}
