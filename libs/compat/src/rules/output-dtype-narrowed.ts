import { quoteName } from '@sigcat/core';
import { isFloat } from '../facts';
import { defineRule } from '../rule';

export const outputDtypeNarrowed = defineRule({
  id: 'output-dtype-narrowed',
  summary: 'An output has a narrower dtype',
  why: 'Callers decode the bytes of the wider dtype, even though every new value would fit it. Over JSON they read numbers whatever the dtype; floats have fewer digits than they had.',
  fix: 'Cast inside the graph, in front of an output of the old dtype.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'narrowed' },
  levels: {
    tensor: 'error',
    json: {
      text: 'info; warning between floats',
      of: ({ before }) => (isFloat(before) ? 'warning' : 'info'),
    },
  },
  mirrors: ['output-dtype-widened', 'output-dtype-not-json'],
  message: ({ name, before, after }) => `Output ${quoteName(name)} gives ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (vector: float64[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (vector: float32[?,512])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (class: int64[?])',
      after: 'serving_default(x: float32[?,3]) -> (class: int32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (vector: bfloat16[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (vector: float32[?,512])',
      fires: false,
    },
  ],
});
