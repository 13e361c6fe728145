import { describe, expect, it } from '@jest/globals';
import { catalogue, findRule } from './catalogue';

/*
 * Rules come in pairs: what is added can be removed, and what happens to inputs can happen to outputs. Where a rule
 * stands alone, it says here why; a reason for a rule that has its other half is a mistake too.
 */

const opposites: readonly (readonly [string, string])[] = [
  ['added', 'removed'],
  ['relaxed', 'restricted'],
  ['widened', 'narrowed'],
  ['optional', 'required'],
  ['gained', 'lost'],
];

const noOpposite: Readonly<Record<string, string>> = {
  'default-signature-removed': 'that there is a default signature now hurts nobody: signature-added',
  'input-added-with-default':
    'an input that is gone is gone, whether it could be left out or not: input-removed',
  'input-batch-dim-fixed': 'an axis that takes any size now is input-dim-relaxed, whichever it is',
  'input-dtype-not-json': 'to a dtype that JSON can carry is changed, widened or narrowed like any other',
  'output-batch-dim-fixed': 'an axis that may have any size now is output-dim-relaxed, whichever it is',
  'output-dtype-not-json': 'to a dtype that JSON can carry is changed, widened or narrowed like any other',
  'output-unbatched-added': 'an output that is gone is gone, whether it had rows or not: output-removed',
};

const noCounterpart: Readonly<Record<string, string>> = {
  'input-added-with-default': 'outputs cannot be left out',
  'input-became-optional': 'outputs cannot be left out',
  'input-became-required': 'outputs cannot be left out',
  'input-default-changed': 'outputs have no default values',
  'output-bytes-suffix-changed':
    'in requests bytes are told from text by their form, not by the name of the input',
  'output-unbatched-added': 'a new input breaks callers whatever its shape: input-added',
};

describe('the opposite of', () => {
  it.each(catalogue)('$id is there, or there is a reason', ({ id, mirrors }) => {
    const opposite = oppositeOf(id);
    const found = opposite !== undefined && findRule(opposite) !== undefined && mirrors.includes(opposite);
    expect({ id, found, reason: noOpposite[id] }).toEqual({
      id,
      found: noOpposite[id] === undefined,
      reason: found ? undefined : expect.any(String),
    });
  });
});

describe('the counterpart among inputs or outputs of', () => {
  it.each(catalogue.filter(({ coordinates: { subject } }) => subject === 'input' || subject === 'output'))(
    '$id is there, or there is a reason',
    ({ id }) => {
      const found = findRule(counterpartOf(id)) !== undefined;
      expect({ id, found, reason: noCounterpart[id] }).toEqual({
        id,
        found: noCounterpart[id] === undefined,
        reason: found ? undefined : expect.any(String),
      });
    },
  );
});

it('has reasons for rules only', () => {
  for (const id of [...Object.keys(noOpposite), ...Object.keys(noCounterpart)]) {
    expect(findRule(id)?.id).toBe(id);
  }
});

/** `changed`, `renamed` and what is unseen are their own. */
function oppositeOf(id: string): string | undefined {
  if (/-(changed|renamed|opaque)$/.test(id)) return id;
  for (const [one, other] of opposites) {
    if (id.endsWith(`-${one}`)) return id.replace(new RegExp(`${one}$`), other);
    if (id.endsWith(`-${other}`)) return id.replace(new RegExp(`${other}$`), one);
  }
  return undefined;
}

function counterpartOf(id: string): string {
  return id.startsWith('input') ? id.replace(/^input/, 'output') : id.replace(/^output/, 'input');
}
