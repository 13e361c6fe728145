import { byText, type ModelSignatures } from '@sigcat/core';
import { factsBetween } from './facts';
import { type Finding, findingOf } from './finding';
import { compareLevels } from './level';
import { type Settings, settingsOf } from './settings';

/** What the candidate changes for those who call the baseline, most serious first. */
export function compare(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
): Finding[] {
  const all = settingsOf(settings);
  return factsBetween(baseline, candidate)
    .map((fact) => findingOf(fact, all))
    .sort(byLevelThenPlace);
}

function byLevelThenPlace(a: Finding, b: Finding): number {
  return (
    compareLevels(a.level, b.level) ||
    byText(a.path, b.path) ||
    byText(a.rule, b.rule) ||
    byText(a.fingerprint, b.fingerprint)
  );
}
