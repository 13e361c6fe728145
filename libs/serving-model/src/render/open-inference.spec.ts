import { describe, expect, it } from '@jest/globals';
import { inferenceAnswer, inferenceRequest } from '../index';
import { tensorRequest, tensors } from '../testing/requests';

const body = (type: string) => inferenceRequest(tensorRequest({ x: type }));

describe('a body in the Open Inference Protocol', () => {
  it.each([
    ['float32[1,3]', '"shape":[1,3],"datatype":"FP32","data":[0.0,0.0,0.0]'],
    ['float64[]', '"shape":[],"datatype":"FP64","data":[0.0]'],
    ['int64[2]', '"shape":[2],"datatype":"INT64","data":[0,0]'],
    ['uint8[0]', '"shape":[0],"datatype":"UINT8","data":[]'],
    ['bool[1]', '"shape":[1],"datatype":"BOOL","data":[false]'],
    ['string[1]', '"shape":[1],"datatype":"BYTES","data":[""]'],
    ['float16[3]', '"shape":[3],"datatype":"FP16","parameters":{"binary_data_size":6}'],
    ['bfloat16[2,2]', '"shape":[2,2],"datatype":"BF16","parameters":{"binary_data_size":8}'],
  ])('spells %s', (type, text) => {
    expect(body(type)).toEqual({ text: `{"inputs":[{"name":"x",${text}}]}`, abbreviated: false });
  });

  it.each(['complex64[1]', 'qint8[1]', '99[1]', 'sparse float32[1]', 'composite<A>(float32[1]) float32[1]'])(
    'cannot have %s',
    (type) => {
      expect(body(type)).toBeUndefined();
    },
  );

  it('asks for the outputs that are wanted', () => {
    expect(inferenceRequest(tensorRequest({}, { outputFilter: ['y', 'z'] }))?.text).toBe(
      '{"inputs":[],"outputs":[{"name":"y"},{"name":"z"}]}',
    );
  });

  it('cuts long data short and says so', () => {
    expect(inferenceAnswer({ kind: 'tensors', outputs: tensors({ y: 'int8[1,1001]' }) })).toEqual({
      text: '{"outputs":[{"name":"y","shape":[1,1001],"datatype":"INT8","data":[0,"… 1000 more"]}]}',
      abbreviated: true,
    });
  });
});
