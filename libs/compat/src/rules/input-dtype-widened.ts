import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputDtypeWidened = defineRule({
  id: 'input-dtype-widened',
  summary: 'An input takes a wider dtype',
  why: 'Typed protocols want the exact dtype: a request with the narrower one is rejected, even though the values would fit. Numbers in JSON have no dtype and are taken as the wider one.',
  fix: 'Cast inside the graph, behind an input of the old dtype.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'widened' },
  levels: { tensor: 'error', json: 'info' },
  mirrors: ['input-dtype-narrowed', 'input-dtype-not-json'],
  message: ({ name, before, after }) => `Input ${quoteName(name)} takes ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(ids: int32[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      fires: true,
    },
    {
      before: 'serving_default(ids: int32[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: float64[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'an integer and a float are of different kinds',
    },
  ],
});
