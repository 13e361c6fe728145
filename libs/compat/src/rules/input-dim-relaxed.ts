import { printDim, quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputDimRelaxed = defineRule({
  id: 'input-dim-relaxed',
  summary: 'An axis of an input takes any size now',
  why: 'The size that callers send is among those the input takes now.',
  fix: 'Nothing.',
  coordinates: { subject: 'input', aspect: 'dim', change: 'relaxed' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['input-dim-restricted', 'input-batch-dim-fixed'],
  message: ({ name, axis, before }) =>
    `Axis ${axis} of input ${quoteName(name)} takes any size, was ${printDim(before)}.`,
  examples: [
    {
      before: 'serving_default(image: float32[1,224,224,3]) -> (scores: float32[1,1000])',
      after: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[1,1000])',
      fires: true,
    },
    {
      before: `
        format: onnx
        {}
        main(x: float32[N,3]) -> (y: float32[N])`,
      after: `
        format: onnx
        {}
        main(x: float32[batch,3]) -> (y: float32[batch])`,
      fires: false,
      note: 'a symbol takes any size, whatever it is called',
    },
  ],
});
