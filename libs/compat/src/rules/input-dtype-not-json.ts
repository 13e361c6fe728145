import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputDtypeNotJson = defineRule({
  id: 'input-dtype-not-json',
  summary: 'An input takes a dtype that JSON cannot carry',
  why: 'The REST API of TensorFlow Serving cannot encode float16, bfloat16, uint16, complex, quantized, resource and variant values, so that the signature cannot be called over JSON any more. Typed requests carry the old dtype and are rejected too.',
  fix: 'Cast inside the graph, behind an input of the old dtype.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'not-json' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-dtype-changed', 'input-dtype-narrowed', 'input-dtype-widened'],
  message: ({ name, before, after }) =>
    `Input ${quoteName(name)} takes ${after}, which JSON cannot carry, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: bfloat16[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: int32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: qint32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: bfloat16[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float16[?,3]) -> (y: float32[?])',
      fires: false,
      note: 'it could not be called over JSON before either',
    },
  ],
});
