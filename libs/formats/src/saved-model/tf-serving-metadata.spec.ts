import { expect, it } from '@jest/globals';
import { tensorflow } from '@sigcat/proto/saved-model';
import { field, message } from '../testing/wire';
import { tfServingSignatureDefs } from './tf-serving-metadata';

const { DataType } = tensorflow;

function printed(signature: tensorflow.SignatureDef.$Properties): unknown {
  const native = tensorflow.SignatureDefMap.encode({ signature_def: { s: signature } }).finish();
  return tfServingSignatureDefs(native)['s'];
}

function inputOf(info: tensorflow.TensorInfo.$Properties): unknown {
  return (printed({ inputs: { x: info } }) as { inputs: { x: unknown } }).inputs.x;
}

it('prints what is not set, but for messages', () => {
  expect(printed({})).toEqual({ inputs: {}, outputs: {}, method_name: '', defaults: {} });
  expect(inputOf({})).toEqual({ dtype: 'DT_INVALID' });
  expect(inputOf({ tensor_shape: {} })).toEqual({
    dtype: 'DT_INVALID',
    tensor_shape: { dim: [], unknown_rank: false },
  });
});

it('prints 64-bit integers as text, enums by name and unknown ones as numbers', () => {
  const tensor_shape = { dim: [{ size: -1 }, { size: 3, name: 'c' }] };
  expect(inputOf({ dtype: DataType.DT_FLOAT_REF, tensor_shape })).toEqual({
    dtype: 'DT_FLOAT_REF',
    tensor_shape: {
      dim: [
        { size: '-1', name: '' },
        { size: '3', name: 'c' },
      ],
      unknown_rank: false,
    },
  });
  const unknown = message(field(1, 'x'), field(2, field(2, 99)));
  const native = field(1, message(field(1, 's'), field(2, field(1, unknown))));
  expect(tfServingSignatureDefs(native)).toMatchObject({ s: { inputs: { x: { dtype: 99 } } } });
});

it('prints only the member of a oneof that is set, even where it is empty', () => {
  expect(inputOf({ name: '' })).toEqual({ name: '', dtype: 'DT_INVALID' });
  expect(inputOf({ coo_sparse: { values_tensor_name: 'v:0' } })).toEqual({
    dtype: 'DT_INVALID',
    coo_sparse: { values_tensor_name: 'v:0', indices_tensor_name: '', dense_shape_tensor_name: '' },
  });
  const type_state = {
    tuple_value: { values: [{ none_value: {} }, { int64_value: -1 }, { bool_value: false }] },
  };
  expect(inputOf({ composite_tensor: { type_spec: { type_state } } })).toMatchObject({
    composite_tensor: {
      type_spec: {
        type_spec_class: 'UNKNOWN',
        type_state: {
          tuple_value: { values: [{ none_value: {} }, { int64_value: '-1' }, { bool_value: false }] },
        },
      },
      components: [],
    },
  });
});

it('prints floats as short as they are, what JSON has no number for as text, and bytes in base64', () => {
  const x = {
    dtype: DataType.DT_FLOAT,
    float_val: [0.1, NaN, -Infinity],
    tensor_content: Buffer.from('ff', 'hex'),
  };
  expect(printed({ defaults: { x } })).toMatchObject({
    defaults: { x: { float_val: [0.1, 'NaN', '-Infinity'], tensor_content: '/w==', int_val: [] } },
  });
});

it('refuses what is no SignatureDefMap', () => {
  expect(() => tfServingSignatureDefs(Buffer.from('0aff', 'hex'))).toThrow('malformed-model');
});
