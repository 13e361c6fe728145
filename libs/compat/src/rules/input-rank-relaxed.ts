import { printShape, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputRankRelaxed = defineRule({
  id: 'input-rank-relaxed',
  summary: 'The rank of an input is not recorded any more',
  why: 'As far as the signature says, the input takes any shape, the old one included.',
  fix: 'Record the shape again if you can: callers read it from the signature.',
  coordinates: { subject: 'input', aspect: 'rank', change: 'relaxed' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['input-rank-restricted'],
  message: ({ name, before }) => `Input ${quoteName(name)} takes any shape, was ${printShape(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[...]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[...]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
