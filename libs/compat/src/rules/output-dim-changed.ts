import { printDim, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputDimChanged = defineRule({
  id: 'output-dim-changed',
  summary: 'An axis of an output has another size',
  why: 'Callers were written for the old size: labels, columns or buffers of that length. This is what retraining with more classes looks like.',
  fix: 'Tell the readers of the output, or publish the candidate as a model of its own.',
  coordinates: { subject: 'output', aspect: 'dim', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-dim-changed'],
  message: ({ name, axis, before, after }) =>
    `Axis ${axis} of output ${quoteName(name)} has the size ${printDim(after)}, was ${printDim(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (scores: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (scores: float32[?,11])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (scores: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (scores: float32[?,?])',
      fires: false,
    },
  ],
});
