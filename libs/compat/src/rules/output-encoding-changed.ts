import { printType, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputEncodingChanged = defineRule({
  id: 'output-encoding-changed',
  summary: 'An output travels in another encoding',
  why: 'A dense tensor is one value; a sparse or composite one is several that belong together. Callers read the parts of the old encoding.',
  fix: 'Convert inside the graph, in front of an output of the old encoding.',
  coordinates: { subject: 'output', aspect: 'encoding', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-encoding-changed'],
  message: ({ name, before, after }) =>
    `Output ${quoteName(name)} travels as ${printType(after)}, was ${printType(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: sparse float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: composite<RAGGED_TENSOR_SPEC>(float32[?], int64[?]))',
      after: 'serving_default(x: float32[?,3]) -> (y: composite<OTHER_SPEC>(float32[?], int64[?]))',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: composite<RAGGED_TENSOR_SPEC>(float32[?], int64[?]))',
      after: 'serving_default(x: float32[?,4]) -> (y: composite<RAGGED_TENSOR_SPEC>(float32[?], int64[?]))',
      fires: false,
    },
  ],
});
