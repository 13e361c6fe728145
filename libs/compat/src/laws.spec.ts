import { describe, expect, it } from '@jest/globals';
import { type ModelSignatures, type Signature } from '@sigcat/core';
import fc from 'fast-check';
import { compare } from './compare';
import { type Fact, factsBetween, isCallableOverJson, mirror, takesRows } from './facts';
import { type Finding } from './finding';
import { judge } from './report';
import { type Mode, modes, type Settings, transportSettings } from './settings';
import { anyHistory, anyModel, anyModelPair, anySignature, modelOf } from './testing/arbitraries';

const anySettings: fc.Arbitrary<Partial<Settings>> = fc.record({
  mode: fc.constantFrom(...modes),
  transport: fc.constantFrom(...transportSettings),
  unknownShapes: fc.constantFrom('warn', 'strict'),
  extraInputs: fc.constantFrom('reject', 'ignore'),
});

describe('comparing', () => {
  it('finds nothing between a model and itself, whatever the settings', () => {
    fc.assert(
      fc.property(anyModel, anySettings, (model, settings) => {
        expect(compare(model, structuredClone(model), settings)).toEqual([]);
      }),
    );
  });

  it('finds the mirrors of its facts with baseline and candidate swapped', () => {
    fc.assert(
      fc.property(anyModelPair, ([a, b]) => {
        expect(sorted(factsBetween(b, a))).toEqual(sorted(factsBetween(a, b).map(mirror)));
      }),
    );
  });

  it('knows facts again by the mirrors of their mirrors', () => {
    fc.assert(
      fc.property(anyModelPair, ([a, b]) => {
        const facts = factsBetween(a, b);
        expect(facts.map((fact) => mirror(mirror(fact)))).toEqual(facts);
      }),
    );
  });

  it('is the same forward as backward with baseline and candidate swapped', () => {
    fc.assert(
      fc.property(anyModelPair, anySettings, ([a, b], settings) => {
        const forward = compare(a, b, { ...settings, mode: 'FORWARD' });
        const backward = compare(b, a, { ...settings, mode: 'BACKWARD' });
        expect(forward.map((finding) => seen(finding)).sort()).toEqual(
          backward.map((finding) => seen(swapped(finding))).sort(),
        );
      }),
    );
  });

  it('is in the mode FULL as strict as in the stricter one of BACKWARD and FORWARD, and symmetric', () => {
    const order = { incompatible: 0, undecided: 1, compatible: 2 };
    fc.assert(
      fc.property(anyModelPair, anySettings, ([a, b], settings) => {
        const verdict = (from: ModelSignatures, to: ModelSignatures, mode: Mode) =>
          judge(from, to, { ...settings, mode }).verdict;
        const [stricter] = [verdict(a, b, 'BACKWARD'), verdict(a, b, 'FORWARD')].sort(
          (one, other) => order[one] - order[other],
        );
        expect(verdict(a, b, 'FULL')).toBe(stricter);
        expect(verdict(b, a, 'FULL')).toBe(stricter);
      }),
    );
  });

  it('is for both transports as strict as for the stricter one', () => {
    fc.assert(
      fc.property(anyModelPair, anySettings, ([a, b], settings) => {
        const errors = (transport: Settings['transport']) =>
          new Set(
            compare(a, b, { ...settings, transport })
              .filter(({ level }) => level === 'error')
              .map(({ path, rule }) => `${rule} ${path}`),
          );
        expect(errors('both')).toEqual(new Set([...errors('tensor'), ...errors('json')]));
      }),
    );
  });

  it.each(transportSettings)('is transitive when strict: two compatible steps are one (%s)', (transport) => {
    const strict = { unknownShapes: 'strict', transport } as const;
    let chains = 0;
    fc.assert(
      fc.property(anyHistory(3), (history) => {
        const [first, second, third] = history;
        if (!first || !second || !third || stopsTakingRows(first, second)) return;
        const [a, b, c] = [modelOf(first), modelOf(second), modelOf(third)];
        const compatible = (from: ModelSignatures, to: ModelSignatures) =>
          judge(from, to, strict).verdict === 'compatible';
        if (!compatible(a, b) || !compatible(b, c)) return;
        expect(judge(a, c, strict)).toMatchObject({ verdict: 'compatible' });
        if (compare(a, b).length > 0 && compare(b, c).length > 0) chains++;
      }),
      { numRuns: 5_000 },
    );
    expect(chains).toBeGreaterThan(15);
  });

  it('takes a new input with a default for safe over tensors and unsafe over JSON', () => {
    const added = { name: 'new', dtype: 'int64', shape: { rank: 'known', dims: [] } } as const;
    const value = { digest: 'five', dtype: 'int64', shape: [], value: 5 };
    fc.assert(
      fc.property(anySignature.filter(isCallableOverJson), (signature) => {
        const input = { ...added, encoding: { kind: 'dense' }, optional: true, default: value } as const;
        const candidate = modelOf({ ...signature, inputs: [...signature.inputs, input] });
        const verdict = (transport: Settings['transport']) =>
          compare(modelOf(signature), candidate, { transport }).find(
            ({ rule }) => rule === 'input-added-with-default',
          )?.level;
        expect([verdict('tensor'), verdict('json')]).toEqual(['info', 'error']);
      }),
    );
  });
});

/**
 * Whoever calls in rows although ranks or sizes of outputs are not recorded copes with answers that have no rows, so that
 * such answers alone break nobody. That a later version does not take the request at all, only the first one tells then.
 */
function stopsTakingRows(before: Signature, after: Signature): boolean {
  return takesRows(before) && !takesRows(after);
}

function sorted(facts: readonly Fact[]): Fact[] {
  return facts
    .map((fact) => ({ fact, text: JSON.stringify(fact) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ fact }) => fact);
}

/** Without the path where a rename has it: it is that of the side that has gone. */
function seen({ rule, level, path, before, after }: Finding): string {
  return JSON.stringify([
    level,
    rule.endsWith('-renamed') || rule.includes('suffix') ? '' : path,
    before,
    after,
  ]);
}

function swapped(finding: Finding): Finding {
  return { ...finding, before: finding.after, after: finding.before };
}
