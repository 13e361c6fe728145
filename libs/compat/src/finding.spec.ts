import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fingerprintOf } from './finding';

const text = fc.option(
  fc.string({ unit: fc.integer({ min: 0xd7f0, max: 0xe010 }).map((unit) => String.fromCharCode(unit)) }),
);

it('stays as it is, since approvals are stored with it', () => {
  expect(fingerprintOf('input-added', '/serve/f/inputs/x', null, 'x: int8[]')).toBe('a737f2e5c5e6c4f8');
});

it('is another one for another rule, path, before or after, lone surrogates included', () => {
  const parts = fc.tuple(fc.string(), fc.string(), text, text);
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      const equal = JSON.stringify(a) === JSON.stringify(b);
      expect(fingerprintOf(...a) === fingerprintOf(...b)).toBe(equal);
    }),
  );
});

it('tells nothing from an empty text', () => {
  expect(fingerprintOf('r', '/p', null, '')).not.toBe(fingerprintOf('r', '/p', '', null));
});
