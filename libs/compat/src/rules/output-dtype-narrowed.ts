import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputDtypeNarrowed = defineRule({
  id: 'output-dtype-narrowed',
  summary: 'An output has a narrower dtype',
  why: 'Callers decode the bytes of the wider dtype, even though every new value would fit it.',
  fix: 'Cast inside the graph, in front of an output of the old dtype.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'narrowed' },
  levels: { backward: { tensor: 'error' } },
  message: ({ name, before, after }) => `Output ${quoteName(name)} gives ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (vector: float32[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (vector: bfloat16[?,512])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (vector: bfloat16[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (vector: float32[?,512])',
      fires: false,
    },
  ],
});
