import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from './finding';

const text = fc.option(
  fc.string({ unit: fc.integer({ min: 0xd7f0, max: 0xe010 }).map((unit) => String.fromCharCode(unit)) }),
);

const finding = fc.record({ rule: fc.string(), path: fc.string(), before: text, after: text });

it('stays as it is, since approvals are stored with it', () => {
  const added = { rule: 'input-added', path: '/serve/f/inputs/x', before: null, after: 'x: int8[]' };
  expect(fingerprintOf(added)).toBe('a737f2e5c5e6c4f8');
});

it('is another one for another rule, path, before or after, lone surrogates included', () => {
  fc.assert(
    fc.property(finding, finding, (a, b) => {
      const equal = JSON.stringify(a) === JSON.stringify(b);
      expect(fingerprintOf(a) === fingerprintOf(b)).toBe(equal);
    }),
  );
});

it('tells nothing from an empty text', () => {
  const at = { rule: 'r', path: '/p' };
  expect(fingerprintOf({ ...at, before: null, after: '' })).not.toBe(
    fingerprintOf({ ...at, before: '', after: null }),
  );
});
