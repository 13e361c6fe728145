import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputDtypeNotJson = defineRule({
  id: 'output-dtype-not-json',
  summary: 'An output has a dtype that JSON cannot carry',
  why: 'The REST API of TensorFlow Serving cannot encode float16, bfloat16, uint16, complex, quantized, resource and variant values, and one such output fails the whole call, for those too who do not read it. Typed callers decode the bytes of the old dtype.',
  fix: 'Cast inside the graph, in front of an output of the old dtype.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'not-json' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-dtype-changed', 'output-dtype-narrowed', 'output-dtype-widened'],
  message: ({ name, before, after }) =>
    `Output ${quoteName(name)} gives ${after}, which JSON cannot carry, was ${before}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (vector: float32[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (vector: bfloat16[?,512])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (mask: uint8[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (mask: uint16[?,512])',
      fires: true,
      note: 'of the common integers REST lacks only this one',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (vector: float16[?,512])',
      after: 'serving_default(x: float32[?,3]) -> (vector: float32[?,512])',
      fires: false,
      note: 'it can be called over JSON from now on',
    },
  ],
});
