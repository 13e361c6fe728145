import { printDim, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputBatchDimFixed = defineRule({
  id: 'input-batch-dim-fixed',
  summary: 'The first axis of an input takes one size only',
  why: 'The first axis usually counts the rows of a batch. Requests with another number of rows are rejected, and the server cannot put several requests into one batch any more.',
  fix: 'Export with an unknown size on the first axis.',
  coordinates: { subject: 'input', aspect: 'dim', change: 'restricted' },
  when: ({ axis }) => axis === 0,
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-dim-relaxed'],
  message: ({ name, after }) =>
    `The first axis of input ${quoteName(name)} takes the size ${printDim(after)} only, was any.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[1,224,224,3]) -> (scores: float32[1,1000])',
      fires: true,
      note: 'the answer goes with the request, which breaks nobody else',
    },
    {
      before: 'serving_default(ids: int64[?,?]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      fires: false,
      note: 'not on the first axis',
    },
  ],
});
