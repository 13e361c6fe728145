import { printType, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputEncodingChanged = defineRule({
  id: 'input-encoding-changed',
  summary: 'An input travels in another encoding',
  why: 'A dense tensor is one value; a sparse or composite one is several that belong together. Callers send the parts of the old encoding.',
  fix: 'Convert inside the graph, behind an input of the old encoding.',
  coordinates: { subject: 'input', aspect: 'encoding', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-encoding-changed'],
  message: ({ name, before, after }) =>
    `Input ${quoteName(name)} travels as ${printType(after)}, was ${printType(before)}.`,
  examples: [
    {
      before: 'serving_default(tags: int64[?,50]) -> (y: float32[?])',
      after: 'serving_default(tags: sparse int32[?,100]) -> (y: float32[?])',
      fires: true,
      note: 'dtype and shape are not compared across encodings',
    },
    {
      before: 'serving_default(words: composite<RAGGED_TENSOR_SPEC>(string[?], int32[?])) -> (y: float32[?])',
      after: 'serving_default(words: composite<RAGGED_TENSOR_SPEC>(string[?], int64[?])) -> (y: float32[?])',
      fires: true,
      note: 'a component changed',
    },
    {
      before: 'serving_default(tags: sparse int64[?,50]) -> (y: float32[?])',
      after: 'serving_default(tags: sparse int64[?,60]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
