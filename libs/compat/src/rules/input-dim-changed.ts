import { printDim, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputDimChanged = defineRule({
  id: 'input-dim-changed',
  summary: 'An axis of an input takes another size',
  why: 'Values of the old size do not fit any more. Zero is a size like any other.',
  fix: 'Resize, pad or crop inside the graph, or export the signature under a key of its own.',
  coordinates: { subject: 'input', aspect: 'dim', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-dim-changed'],
  message: ({ name, axis, before, after }) =>
    `Axis ${axis} of input ${quoteName(name)} takes the size ${printDim(after)}, was ${printDim(before)}.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,256,256,3]) -> (scores: float32[?,1000])',
      fires: true,
    },
    {
      before: 'serving_default(extra: float32[?,0]) -> (y: float32[?])',
      after: 'serving_default(extra: float32[?,4]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(extra: float32[?,0]) -> (y: float32[?])',
      after: 'serving_default(extra: float32[?,?]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
