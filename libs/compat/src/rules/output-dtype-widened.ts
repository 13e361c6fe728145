import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputDtypeWidened = defineRule({
  id: 'output-dtype-widened',
  summary: 'An output has a wider dtype',
  why: 'Callers decode the bytes of the narrower dtype, and new values may not fit their variables. Over JSON they read numbers whatever the dtype, but integers beyond 2^53 are not exact in many of them.',
  fix: 'Cast inside the graph, in front of an output of the old dtype.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'widened' },
  levels: { tensor: 'error', json: 'warning' },
  mirrors: ['output-dtype-narrowed', 'output-dtype-not-json'],
  message: ({ name, before, after }) => `Output ${quoteName(name)} gives ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float64[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: int32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float64[?])',
      fires: false,
      note: 'an integer and a float are of different kinds',
    },
  ],
});
