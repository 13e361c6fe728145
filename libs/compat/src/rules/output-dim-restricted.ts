import { printDim, quoteName } from '@sigcat/core';
import { keepsUnknownBatch } from '../facts';
import { defineRule } from '../rule';

export const outputDimRestricted = defineRule({
  id: 'output-dim-restricted',
  summary: 'An axis of an output always has one size now',
  why: 'Callers had to be ready for any size, this one included.',
  fix: 'Nothing.',
  coordinates: { subject: 'output', aspect: 'dim', change: 'restricted' },
  when: ({ axis, signatures }) => axis !== 0 || keepsUnknownBatch(signatures) === 'no',
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['output-dim-relaxed'],
  message: ({ name, axis, after }) =>
    `Axis ${axis} of output ${quoteName(name)} has the size ${printDim(after)}, was any.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (boxes: float32[?,?,4])',
      after: 'serving_default(x: float32[?,3]) -> (boxes: float32[?,100,4])',
      fires: true,
    },
    {
      before: 'serving_default(jpeg: string[]) -> (boxes: float32[?,4])',
      after: 'serving_default(jpeg: string[]) -> (boxes: float32[100,4])',
      fires: true,
      note: 'no input takes batches, so the first axis of the output does not count rows',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?,10])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[1,10])',
      fires: false,
    },
  ],
});
