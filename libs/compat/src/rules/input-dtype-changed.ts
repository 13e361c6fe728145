import { quoteName } from '@sigcat/core';
import { isExactIn } from '../facts';
import { defineRule } from '../rule';

export const inputDtypeChanged = defineRule({
  id: 'input-dtype-changed',
  summary: 'An input takes another kind of dtype',
  why: 'Requests carry the old dtype, and no runtime converts them. In JSON a whole number is taken for a float as well: the call goes on, but whether the number means the same to the model, the signature does not tell.',
  fix: 'Cast inside the graph, behind an input of the old dtype.',
  coordinates: { subject: 'input', aspect: 'dtype', change: 'changed' },
  levels: {
    tensor: 'error',
    json: {
      text: 'error; warning from an integer to a float that has all its values',
      of: ({ before, after }) => (isExactIn(before, after) ? 'warning' : 'error'),
    },
  },
  mirrors: ['input-dtype-changed', 'input-dtype-not-json'],
  message: ({ name, before, after }) => `Input ${quoteName(name)} takes ${after}, was ${before}.`,
  examples: [
    {
      before: 'serving_default(image: uint8[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      fires: true,
    },
    {
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: float64[?,128]) -> (logits: float32[?,2])',
      fires: true,
      note: 'a number beyond 2^53 is rejected, as it would lose its last digits',
    },
    {
      before: 'serving_default(x: float16[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: bfloat16[?,3]) -> (y: float32[?])',
      fires: true,
      note: 'each has values that the other lacks',
    },
    {
      before: 'serving_default(ids: int32[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'the dtype was widened',
    },
  ],
});
