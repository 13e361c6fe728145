import { printShape, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputRankChanged = defineRule({
  id: 'output-rank-changed',
  summary: 'An output has another number of axes',
  why: 'Callers index the answer by the axes it used to have.',
  fix: 'Reshape inside the graph, in front of an output of the old rank.',
  coordinates: { subject: 'output', aspect: 'rank', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-rank-changed'],
  message: ({ name, before, after }) =>
    `Output ${quoteName(name)} has the shape ${printShape(after)}, was ${printShape(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?,1])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,1])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?,2])',
      fires: false,
    },
  ],
});
