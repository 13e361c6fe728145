import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputRemoved = defineRule({
  id: 'output-removed',
  summary: 'An output is gone',
  why: 'Callers that read it find nothing, and a request that asks for it by name is rejected. Over JSON the answer also looks different when only one output is left.',
  fix: 'Keep the output, or move its readers first.',
  coordinates: { subject: 'output', aspect: 'presence', change: 'removed' },
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['output-added', 'output-unbatched-added'],
  message: ({ spec }) => `Output ${printTensor(spec)} is gone.`,
  examples: [
    {
      before:
        'serving_default(image: float32[?,224,224,3]) -> (classes: string[?,1000], scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (output_0: float64[?])',
      after: 'serving_default(x: float32[?,3]) -> (score: float32[?])',
      fires: true,
      note: 'over JSON the only output has no name, and `score` is read for `output_0`',
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (output_0: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (score: float32[?])',
      fires: false,
      note: 'it was renamed',
    },
  ],
});
