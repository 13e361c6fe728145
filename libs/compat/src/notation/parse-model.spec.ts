import { describe, expect, it } from '@jest/globals';
import { NotationError, parseSignature, signaturesToJson } from '@sigcat/core';
import { parseModel } from './parse-model';
import { printDefault, printTagSet } from './print';

describe('a model in the notation', () => {
  it('has a format, tag sets and signatures with method names, sorted', () => {
    const model = parseModel(`
      format: tflite
      {serve, gpu}
      b() -> (y: int8[])
      a() -> (y: int8[]) as tensorflow/serving/classify
      {}
      c() -> ()`);
    expect(model).toMatchObject({
      format: 'tflite',
      graphs: [
        { tagSet: [], signatures: [{ key: 'c' }] },
        {
          tagSet: ['gpu', 'serve'],
          signatures: [
            { key: 'a', methodName: 'tensorflow/serving/classify' },
            { key: 'b', methodName: 'tensorflow/serving/predict' },
          ],
        },
      ],
    });
  });

  it('is a SavedModel for serving where nothing else is said', () => {
    const text = 'f(x: float32[?]) -> (y: sparse int8[2])';
    const { signature } = parseSignature(text);
    expect(parseModel(text)).toMatchObject({
      format: 'saved-model',
      graphs: [{ tagSet: ['serve'], signatures: [{ key: 'f', signature }] }],
    });
  });

  it('has default values', () => {
    const [graph] = signaturesToJson(
      parseModel('f(a?: int64[2,3], b?: int64[] = -5, c?: string[] = "en", d?: float32[2] = [1, 2.5]) -> ()'),
    ).graphs;
    expect(graph?.signatures[0]?.inputs.map((input) => input.default?.value)).toEqual([
      undefined,
      -5,
      'en',
      [1, 2.5],
    ]);
  });

  it('says where a signature is wrong', () => {
    expect(() => parseModel('{serve}\nf(x: float33[]) -> ()')).toThrow(NotationError);
  });
});

describe('printing', () => {
  it('shows tags as they are, awkward ones in quotes', () => {
    expect(printTagSet(['a b', 'serve'])).toBe('{"a b", serve}');
  });

  it.each([
    ['small', { value: [1, 2], shape: [2] }, 'int64[2] = [1,2]'],
    ['large', { shape: [1000] }, 'int64[1000] = sha-256:ab'],
    ['hard to see', { value: 'a\u202eb\n', shape: [] }, String.raw`int64[] = "a\u202eb\n"`],
  ])('shows a default value that is %s', (_, value, text) => {
    expect(printDefault({ digest: 'sha-256:ab', dtype: 'int64', ...value })).toBe(text);
  });
});
