import { printDim, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputDimRestricted = defineRule({
  id: 'input-dim-restricted',
  summary: 'An axis of an input takes one size only',
  why: 'Callers may send any size, and all but one are rejected now.',
  fix: 'Export with an unknown size on this axis, or pad and crop inside the graph.',
  coordinates: { subject: 'input', aspect: 'dim', change: 'restricted' },
  when: ({ axis }) => axis !== 0,
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-dim-relaxed'],
  message: ({ name, axis, after }) =>
    `Axis ${axis} of input ${quoteName(name)} takes the size ${printDim(after)} only, was any.`,
  examples: [
    {
      before: 'serving_default(ids: int64[?,?]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      fires: true,
    },
    {
      before: 'serving_default(ids: int64[?,128]) -> (logits: float32[?,2])',
      after: 'serving_default(ids: int64[?,?]) -> (logits: float32[?,2])',
      fires: false,
    },
  ],
});
