import { printShape, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputRankRestricted = defineRule({
  id: 'output-rank-restricted',
  summary: 'The rank of an output is recorded now',
  why: 'Callers had to be ready for any shape, this one included.',
  fix: 'Nothing.',
  coordinates: { subject: 'output', aspect: 'rank', change: 'restricted' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['output-rank-relaxed'],
  message: ({ name, after }) =>
    `Output ${quoteName(name)} gives ${printShape(after)}; no shape was recorded.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[...])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[...])',
      fires: false,
    },
  ],
});
