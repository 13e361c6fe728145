import { catalogue, compare, fingerprintOf, parseModel, transportSettings } from '@sigcat/compat';
import { type ModelSignatures } from '@sigcat/core';
import { describe, expect, it } from '@jest/globals';
import { judgeRequirement } from './judge-requirement';
import { mistakesIn } from './mistakes';
import { type Requirement } from './requirement';

/** What uses everything that a model offers, signature by signature. */
function everythingOf({ graphs }: ModelSignatures, transport: Requirement['transport']): Requirement[] {
  return graphs.flatMap(({ tagSet, signatures }) =>
    signatures.map(({ key, signature: { inputs, outputs } }) => ({
      tagSet,
      signatureKey: key,
      transport,
      inputs: inputs.map(({ name }) => ({ name })),
      outputs: outputs.map(({ name }) => ({ name })),
    })),
  );
}

describe.each(catalogue)('by the examples of $id', ({ examples }) => {
  const cases = transportSettings.flatMap((transport) =>
    examples.map(({ before, after }) => {
      const baseline = parseModel(before);
      const requirements = everythingOf(baseline, transport);
      return { transport, baseline, candidate: parseModel(after), requirements };
    }),
  );
  const found = (requirement: Requirement, baseline: ModelSignatures, candidate: ModelSignatures) =>
    judgeRequirement(requirement, baseline, candidate)?.findings ?? [];

  it('who uses everything is told nothing that the gate does not say', () => {
    for (const { transport, baseline, candidate, requirements } of cases) {
      const gate = compare(baseline, candidate, { transport });
      const said = new Map(gate.map((finding) => [fingerprintOf(finding), finding]));
      for (const requirement of requirements) {
        for (const finding of found(requirement, baseline, candidate)) {
          expect(said.get(fingerprintOf(finding))).toEqual(finding);
        }
      }
    }
  });

  it('who uses less is told no more', () => {
    for (const { baseline, candidate, requirements } of cases) {
      for (const requirement of requirements) {
        const all = new Set(found(requirement, baseline, candidate).map(fingerprintOf));
        const less = { ...requirement, outputs: requirement.outputs.slice(1) };
        for (const finding of found(less, baseline, candidate)) {
          expect(all).toContain(fingerprintOf(finding));
        }
      }
    }
  });

  it('nobody is told anything of what did not change, and everybody may declare it', () => {
    for (const { baseline, requirements } of cases) {
      for (const requirement of requirements) {
        expect(found(requirement, baseline, baseline)).toEqual([]);
        expect(mistakesIn(requirement, baseline).filter(({ at }) => at !== '/transport')).toEqual([]);
      }
    }
  });
});
