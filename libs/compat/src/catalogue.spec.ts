import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, findRule } from './catalogue';
import { compare } from './compare';
import { type Coordinates, type Fact, factsBetween } from './facts';
import { parseModel } from './notation/parse-model';
import { anyModelPair } from './testing/arbitraries';

const examples = catalogue.flatMap((rule) => rule.examples.map((example) => ({ rule, ...example })));

const claims = (fact: Fact): string[] =>
  catalogue.filter((rule) => rule.claim(fact) !== undefined).map(({ id }) => id);

describe('the catalogue', () => {
  it('has one rule a file, called by its id', () => {
    const files = readdirSync(join(__dirname, 'rules')).filter((file) => file !== 'index.ts');
    expect(catalogue.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
  });

  it('has no two rules of one id', () => {
    const ids = catalogue.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
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

  it('has a mirror among the outputs for each kind of fact about inputs, except that outputs cannot be left out', () => {
    const kinds = (subject: Coordinates['subject']): string[] => [
      ...new Set(
        catalogue
          .filter(({ coordinates }) => coordinates.subject === subject)
          .map(({ coordinates: { aspect, change } }) => `${aspect} ${change}`),
      ),
    ];
    const onlyInputs = ['optionality restricted', 'optionality relaxed', 'default changed'];
    expect(new Set(kinds('input'))).toEqual(new Set([...kinds('output'), ...onlyInputs]));
  });
});
