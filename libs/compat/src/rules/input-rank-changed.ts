import { printShape, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputRankChanged = defineRule({
  id: 'input-rank-changed',
  summary: 'An input has another number of axes',
  why: 'A value of the old rank does not fit the new shape.',
  fix: 'Reshape inside the graph, behind an input of the old rank.',
  coordinates: { subject: 'input', aspect: 'rank', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-rank-changed'],
  message: ({ name, before, after }) =>
    `Input ${quoteName(name)} has the shape ${printShape(after)}, was ${printShape(before)}.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,150528]) -> (scores: float32[?,1000])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[]) -> (y: float32[])',
      after: 'serving_default(x: float32[1]) -> (y: float32[])',
      fires: true,
      note: 'a scalar is not a list of one',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,4]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
