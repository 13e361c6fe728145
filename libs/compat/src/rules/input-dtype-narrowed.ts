import { quoteName } from '@sigcat/core';
import { isFloat } from '../facts';
import { defineRule } from '../rule';

export const inputDtypeNarrowed = defineRule({
  id: 'input-dtype-narrowed',
  summary: 'An input takes a narrower dtype',
  why: 'Typed requests carry the wider dtype and are rejected. Over JSON integers that do not fit are rejected, and floats lose precision without a word.',
  fix: 'Cast inside the graph, behind an input of the old dtype.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'narrowed' },
  levels: {
    tensor: 'error',
    json: {
      text: 'error; warning between floats',
      of: ({ before }) => (isFloat(before) ? 'warning' : 'error'),
    },
  },
  mirrors: ['input-dtype-widened', 'input-dtype-not-json'],
  message: ({ name, before, after }) => `Input ${quoteName(name)} takes ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(ids: int64[?,3]) -> (y: float32[?])',
      after: 'serving_default(ids: int32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float64[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float16[?,3]) -> (y: float32[?])',
      fires: false,
      note: 'JSON cannot carry it, which has a rule of its own',
    },
  ],
});
