import { byText } from '@sigcat/core';
import { type Aspect, type Change, type Fact, type Subject } from './facts';
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

/** Rules by their coordinates, one after the other: a fact is looked up more often than anything else. */
const byCoordinates = new Map<Subject, Map<Aspect, Map<Change, Rule[]>>>();
for (const rule of catalogue) {
  const { subject, aspect, change } = rule.coordinates;
  const aspects = byCoordinates.get(subject) ?? new Map<Aspect, Map<Change, Rule[]>>();
  const changes = aspects.get(aspect) ?? new Map<Change, Rule[]>();
  byCoordinates.set(
    subject,
    aspects.set(aspect, changes.set(change, [...(changes.get(change) ?? []), rule])),
  );
}

/**
 * The one rule that a fact belongs to.
 * @throws Error when there is none, which the audit of the catalogue rules out.
 */
export function ruleFor(fact: Fact): Rule {
  const { subject, aspect, change } = fact;
  const rules = byCoordinates.get(subject)?.get(aspect)?.get(change);
  const rule = rules?.find(({ claims }) => claims(fact));
  if (rule === undefined) throw new Error(`no rule claims ${subject} ${aspect} ${change}`);
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
