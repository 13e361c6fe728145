import { byText, type ModelSignatures } from '@sigcat/core';
import { type Fact, factsBetween } from './facts';
import { type Finding, findingOf } from './finding';
import { compareLevels } from './level';
import { type Settings, settingsOf } from './settings';

/** What the candidate changes for those who call the baseline, most serious first. */
export function compare(
  baseline: ModelSignatures,
  candidate: ModelSignatures,
  settings: Partial<Settings> = {},
): Finding[] {
  return findingsOn(factsBetween(baseline, candidate), settingsOf(settings));
}

/** Most serious first. */
export function findingsOn(facts: readonly Fact[], settings: Settings): Finding[] {
  return facts.map((fact) => findingOf(fact, settings)).sort(byLevelThenPlace);
}

function byLevelThenPlace(a: Finding, b: Finding): number {
  return compareLevels(a.level, b.level) || byText(a.path, b.path) || byText(a.rule, b.rule);
}
