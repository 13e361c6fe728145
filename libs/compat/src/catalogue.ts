import { byText } from '@sigcat/core';
import { type Aspect, type Fact, type Subject } from './facts';
import { type Direction, type Transport } from './level';
import { type Rule } from './rule';
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

const byAspect = new Map<Aspect, Rule[]>();
for (const rule of catalogue) {
  const { aspect } = rule.coordinates;
  byAspect.set(aspect, [...(byAspect.get(aspect) ?? []), rule]);
}

/**
 * The one rule that a fact belongs to.
 * @throws Error when there is none, which the audit of the catalogue rules out.
 */
export function ruleFor(fact: Fact): Rule {
  const rule = byAspect.get(fact.aspect)?.find(({ claims }) => claims(fact));
  if (rule === undefined) throw new Error(`no rule claims ${fact.subject} ${fact.aspect} ${fact.change}`);
  return rule;
}

/** A level in words, and the rules that say so. */
export interface LevelWords {
  readonly text: string;
  readonly saidBy: readonly Rule[];
}

/**
 * What a rule says of callers in a direction. Forward it is what its mirrors say; where they say different
 * things there are several.
 */
export function levelWords(rule: Rule, direction: Direction, transport: Transport): readonly LevelWords[] {
  // The mirrors speak of callers over JSON, of which there are none: the policy never lets them count.
  if (rule.coordinates.change === 'not-json' && direction === 'forward' && transport === 'json') {
    return [{ text: 'info', saidBy: [] }];
  }
  const saying = direction === 'backward' ? [rule] : rule.mirrors.flatMap((id) => findRule(id) ?? []);
  const texts = new Set(saying.map(({ levelText }) => levelText(transport)));
  return [...texts].map((text) => ({
    text,
    saidBy: saying.filter(({ levelText }) => levelText(transport) === text),
  }));
}

/** The same in one line: `error`, or `info (output-dim-restricted); error (output-batch-dim-fixed)`. */
export function levelText(rule: Rule, direction: Direction, transport: Transport): string {
  const words = levelWords(rule, direction, transport);
  const plain = words.length === 1;
  return words
    .map(({ text, saidBy }) => (plain ? text : `${text} (${saidBy.map(({ id }) => id).join(', ')})`))
    .join('; ');
}
