import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputDtypeChanged = defineRule({
  id: 'output-dtype-changed',
  summary: 'An output has another kind of dtype',
  why: 'Callers decode the bytes of the old dtype.',
  fix: 'Cast inside the graph, in front of an output of the old dtype.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-dtype-changed', 'output-dtype-not-json'],
  message: ({ name, before, after }) => `Output ${quoteName(name)} gives ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (class: int64[?])',
      after: 'serving_default(x: float32[?,3]) -> (class: string[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (class: int64[?], none: int64[?,0])',
      after: 'serving_default(x: float32[?,3]) -> (class: int64[?], none: string[?,0])',
      fires: true,
      note: 'JSON does not show of what dtype an empty list is',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (class: int64[?])',
      after: 'serving_default(x: float32[?,3]) -> (class: int32[?])',
      fires: false,
      note: 'the dtype was narrowed',
    },
  ],
});
