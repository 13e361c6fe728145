import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, findRule, levelText, ruleFor } from './catalogue';
import { compare } from './compare';
import { type Fact, factsBetween, mirror } from './facts';
import { leftOut } from './left-out';
import { parseModel } from './notation/parse-model';
import { anyModelPair } from './testing/arbitraries';

const ids = catalogue.map(({ id }) => id);

const examples = catalogue.flatMap((rule) => rule.examples.map((example) => ({ rule, ...example })));

const claims = (fact: Fact): string[] => catalogue.filter((rule) => rule.claims(fact)).map(({ id }) => id);

describe('the catalogue', () => {
  it('has one rule a file, called by its id', () => {
    const files = readdirSync(join(__dirname, 'rules')).filter((file) => file !== 'index.ts');
    expect(ids.map((id) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it('has no two rules of one id', () => {
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('has every id of released-ids.txt, where an id never leaves, and a new one goes', () => {
    const released = readFileSync(join(__dirname, 'released-ids.txt'), 'utf8').trim().split('\n');
    expect([...ids].sort()).toEqual(released);
  });

  it('does not look for what is left out', () => {
    const missing = leftOut.flatMap((one) => one.ids);
    expect(missing.filter((id) => ids.includes(id))).toEqual([]);
  });

  it.each(catalogue)('finds $id by its id', (rule) => {
    expect(findRule(rule.id)).toBe(rule);
  });

  it.each(catalogue)('$id begins with its subject, or is about a whole signature or model', (rule) => {
    const { subject } = rule.coordinates;
    if (subject !== 'signature' && subject !== 'model') expect(rule.id).toMatch(new RegExp(`^${subject}-`));
  });

  it.each(catalogue)('$id explains itself in sentences', ({ id, summary, why, fix }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
    expect(why).toMatch(/^[A-Z].*\.$/);
    expect(fix).toMatch(/^[A-Z].*\.$/);
  });

  it.each(catalogue)('$id has an example that fires and one that does not', (rule) => {
    expect(new Set(rule.examples.map(({ fires }) => fires))).toEqual(new Set([true, false]));
  });

  it.each(examples)(
    '$rule.id fires ($fires) between $before and $after',
    ({ rule, before, after, fires }) => {
      const found = compare(parseModel(before), parseModel(after)).map((finding) => finding.rule);
      expect(found.includes(rule.id)).toBe(fires);
    },
  );

  it('has exactly one rule for each fact', () => {
    fc.assert(
      fc.property(anyModelPair, ([before, after]) => {
        for (const fact of factsBetween(before, after)) expect(claims(fact)).toHaveLength(1);
      }),
    );
  });

  it('has no rule for a fact of which it never heard', () => {
    const fact = { subject: 'model', aspect: 'format', change: 'renamed' } as unknown as Fact;
    expect(() => ruleFor(fact)).toThrow('no rule claims model format renamed');
  });

  it('refuses to let a rule speak of what it does not claim', () => {
    const fact: Fact = { subject: 'tag-set', aspect: 'presence', change: 'added', tagSet: [] };
    expect(() => findRule('tag-set-removed')?.message(fact)).toThrow(
      'tag-set-removed does not claim tag-set presence added',
    );
  });
});

describe('the mirrors of a rule', () => {
  it.each(catalogue)('are those that $id names: a swapped example falls under one of them', (rule) => {
    const seen = rule.examples
      .flatMap(({ before, after }) => factsBetween(parseModel(before), parseModel(after)))
      .filter((fact) => rule.claims(fact))
      .map((fact) => ruleFor(mirror(fact)).id);
    expect(seen.length).toBeGreaterThan(0);
    for (const id of seen) expect(rule.mirrors).toContain(id);
  });

  it('are named where a swapped fact falls under them, whatever the models', () => {
    fc.assert(
      fc.property(anyModelPair, ([before, after]) => {
        for (const fact of factsBetween(before, after)) {
          expect(ruleFor(fact).mirrors).toContain(ruleFor(mirror(fact)).id);
        }
      }),
    );
  });

  it.each(catalogue)('have $id among theirs', ({ id, mirrors }) => {
    for (const other of mirrors) expect(findRule(other)?.mirrors).toContain(id);
  });

  it('say in words what holds forward', () => {
    const words = (id: string) => {
      const rule = catalogue.find((one) => one.id === id);
      return rule && levelText(rule, 'forward', 'json');
    };
    expect(words('input-dim-restricted')).toBe('info');
    expect(words('input-dtype-not-json')).toBe('info');
    expect(words('input-dtype-widened')).toBe(
      'error; warning between floats (input-dtype-narrowed); error (input-dtype-not-json)',
    );
  });
});
