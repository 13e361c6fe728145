import { byText } from '@sigcat/core';
import { type Coordinates, type Fact, type Subject } from './facts';
import { type Claim, type Rule } from './rule';
import * as rules from './rules';

export const subjects: readonly Subject[] = ['model', 'tag-set', 'signature', 'input', 'output'];

/** Every rule, by subject and id. */
export const catalogue: readonly Rule[] = Object.values(rules).sort(
  (a, b) =>
    subjects.indexOf(a.coordinates.subject) - subjects.indexOf(b.coordinates.subject) || byText(a.id, b.id),
);

const byId: ReadonlyMap<string, Rule> = new Map(catalogue.map((rule) => [rule.id, rule]));

export function findRule(id: string): Rule | undefined {
  return byId.get(id);
}

/**
 * What the one rule that a fact belongs to says about it.
 * @throws Error when there is none, which the audit of the catalogue rules out.
 */
export function claimOn(fact: Fact): Claim {
  for (const rule of byCoordinates.get(coordinatesText(fact)) ?? []) {
    const claim = rule.claim(fact);
    if (claim !== undefined) return claim;
  }
  throw new Error(`no rule claims ${coordinatesText(fact)}`);
}

const byCoordinates = new Map<string, Rule[]>();
for (const rule of catalogue) {
  const at = coordinatesText(rule.coordinates);
  byCoordinates.set(at, [...(byCoordinates.get(at) ?? []), rule]);
}

function coordinatesText({ subject, aspect, change }: Coordinates): string {
  return `${subject} ${aspect} ${change}`;
}
