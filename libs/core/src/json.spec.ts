import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signaturesFromJson, signaturesToJson } from './json';
import { type ModelSignatures } from './model-signatures';
import { parseSignature } from './notation/parse';
import { anyName, anySignature } from './testing/arbitraries';

describe('signatures as JSON', () => {
  it('has -1 for an unknown dim, null for an unknown rank and the names inside the graph', () => {
    const { key, signature } = parseSignature('serving_default(x: float32[?,3]) -> (y: float32[...])');
    const model: ModelSignatures = {
      format: 'saved-model',
      graphs: [
        {
          tagSet: ['serve'],
          signatures: [
            {
              key,
              methodName: 'tensorflow/serving/predict',
              signature,
              bindings: {
                inputs: new Map([['x', { tensorName: 'serving_default_x:0', dimNames: ['batch', ''] }]]),
                outputs: new Map([['y', { tensorName: 'y:0' }]]),
              },
            },
          ],
        },
      ],
    };
    expect(signaturesToJson(model)).toEqual({
      format: 'saved-model',
      graphs: [
        {
          tag_set: ['serve'],
          signatures: [
            {
              key: 'serving_default',
              method_name: 'tensorflow/serving/predict',
              notation: 'serving_default(x: float32[?,3]) -> (y: float32[...])',
              digest: expect.stringMatching(/^sha-256:[0-9a-f]{64}$/),
              inputs: [
                {
                  name: 'x',
                  dtype: 'float32',
                  shape: [-1, 3],
                  dim_names: ['batch', ''],
                  encoding: 'dense',
                  optional: false,
                  tensor_name: 'serving_default_x:0',
                },
              ],
              outputs: [{ name: 'y', dtype: 'float32', shape: null, encoding: 'dense', tensor_name: 'y:0' }],
            },
          ],
        },
      ],
    });
    expect(signaturesFromJson(signaturesToJson(model))).toEqual(model);
  });

  it('gives every signature back, symbols too', () => {
    const named = fc
      .tuple(anyName, anyName, anySignature)
      .filter(([, , signature]) => !hasNamelessSymbol(signature));
    fc.assert(
      fc.property(named, ([key, methodName, signature]) => {
        const bindings = {
          inputs: new Map(signature.inputs.map(({ name }) => [name, {}])),
          outputs: new Map(signature.outputs.map(({ name }) => [name, {}])),
        };
        const model = {
          format: 'onnx',
          graphs: [{ tagSet: [], signatures: [{ key, methodName, signature, bindings }] }],
        };
        expect(signaturesFromJson(signaturesToJson(model))).toEqual(model);
      }),
    );
  });
});

/** A symbol named `''` cannot be told from an axis without a name; no format has one. */
function hasNamelessSymbol(signature: unknown): boolean {
  return JSON.stringify(signature).includes('{"kind":"symbolic","name":""}');
}
