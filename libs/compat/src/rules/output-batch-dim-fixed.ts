import { printDim, quoteName } from '@sigcat/core';
import { keepsUnknownBatch } from '../facts';
import { defineRule } from '../rule';

/**
 * Taken as sets the new answers are among the old ones. What breaks is the promise between input and output.
 */
export const outputBatchDimFixed = defineRule({
  id: 'output-batch-dim-fixed',
  summary: 'An output gives a fixed number of rows for a batch of any size',
  why: 'An input still takes any number of rows, so callers expect one answer for each. They get a fixed number instead and cannot tell which row an answer belongs to.',
  fix: 'Export with an unknown size on the first axis of the output.',
  coordinates: { subject: 'output', aspect: 'dim', change: 'restricted' },
  when: ({ axis, signatures }) => axis === 0 && keepsUnknownBatch(signatures),
  levels: { backward: { tensor: 'error' } },
  message: ({ name, after }) =>
    `Output ${quoteName(name)} has the size ${printDim(after)} on its first axis, was any, while an input takes any number of rows.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[1,10])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[1,3]) -> (y: float32[1,10])',
      fires: false,
      note: 'the input takes one row now, and the output goes with it',
    },
  ],
});
