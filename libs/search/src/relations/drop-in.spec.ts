import { describe, expect, it } from '@jest/globals';
import { judge, parseModel } from '@sigcat/compat';
import fc from 'fast-check';
import { anySignature } from '../testing/arbitraries';
import { sig } from '../testing/notation';
import { dropIn } from './drop-in';
import { modelOf } from './callable';

describe('a drop-in', () => {
  it.each([
    ['takes more', '(x: int8[3]) -> (y: int8[3])', '(x: int8[?]) -> (y: int8[3])', 'compatible'],
    ['takes less', '(x: int8[?]) -> (y: int8[3])', '(x: int8[3]) -> (y: int8[3])', undefined],
    [
      'gives what is not recorded',
      '(x: int8[3]) -> (y: int8[3])',
      '(x: int8[3]) -> (y: int8[?])',
      'undecided',
    ],
    [
      'gives more outputs',
      '(x: int8[3]) -> (y: int8[3])',
      '(x: int8[3]) -> (y: int8[3], z: int8[3])',
      undefined,
    ],
  ])('that %s: %s, %s', (_, baseline, candidate, verdict) => {
    expect(dropIn(sig(baseline), sig(candidate))).toBe(verdict);
  });

  it('depends on how it is called and on what is made of what is not recorded', () => {
    const [one, two] = [sig('(x: int8[]) -> (y: int8[3])'), sig('(x: int8[]) -> (y: int8[?], z: int8[3])')];
    expect(dropIn(one, two, { transport: 'json' })).toBeUndefined();
    expect(dropIn(one, two, { transport: 'tensor' })).toBe('undecided');
    expect(dropIn(one, two, { transport: 'tensor', unknownShapes: 'strict' })).toBeUndefined();
    expect(dropIn(one, two, { severities: { 'output-added': 'info', 'output-dim-relaxed': 'info' } })).toBe(
      'compatible',
    );
  });

  it('has the keys, the tag sets and the format of a model', () => {
    const model = parseModel('serving_default(x: int8[3]) -> (y: int8[3])');
    const more = parseModel('f(x: int8[]) -> ()\nserving_default(x: int8[?]) -> (y: int8[3])');
    expect(dropIn(model, more)).toBe('compatible');
    expect(dropIn(more, model)).toBeUndefined();
    expect(dropIn(model, { ...model, format: 'onnx' })).toBeUndefined();
  });

  it('is what the checker finds BACKWARD compatible', () => {
    fc.assert(
      fc.property(anySignature, anySignature, (a, b) => {
        expect(dropIn(a, a)).toBe('compatible');
        const { verdict } = judge(modelOf(a), modelOf(b));
        expect(dropIn(a, b)).toBe(verdict === 'incompatible' ? undefined : verdict);
      }),
    );
  });
});
