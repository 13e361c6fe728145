import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const formatChanged = defineRule({
  id: 'format-changed',
  summary: 'The model is in another format',
  why: 'A runtime loads the formats it was set up for. What serves the baseline may not load the candidate, and another runtime may bind names and dtypes differently.',
  fix: 'Export in the format of the baseline, or publish the candidate as a model of its own. Where all callers speak the Open Inference Protocol, which is the same for every format, set the severity of this rule to `info`.',
  coordinates: { subject: 'model', aspect: 'format', change: 'changed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['format-changed'],
  message: ({ before, after }) => `The format is ${quoteName(after)}, was ${quoteName(before)}.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: `
        format: onnx
        {}
        serving_default(x: float32[?,3]) -> (y: float32[?])`,
      fires: true,
      note: 'tag sets belong to a format, so theirs are not reported on top',
    },
    {
      before: `
        format: onnx
        {}
        main(x: float32[N,3]) -> (y: float32[N])`,
      after: `
        format: onnx
        {}
        main(x: float32[?,3]) -> (y: float32[?])`,
      fires: false,
    },
  ],
});
