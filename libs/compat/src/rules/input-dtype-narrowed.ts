import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputDtypeNarrowed = defineRule({
  id: 'input-dtype-narrowed',
  summary: 'An input takes a narrower dtype',
  why: 'Requests carry the wider dtype and are rejected; some of their values would not even fit.',
  fix: 'Cast inside the graph, behind an input of the old dtype.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'narrowed' },
  levels: { backward: { tensor: 'error' } },
  message: ({ name, before, after }) => `Input ${quoteName(name)} takes ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float16[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float16[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
