import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputAddedWithDefault = defineRule({
  id: 'input-added-with-default',
  summary: 'An input that may be left out is new',
  why: 'Callers do not send it and need not: the runtime fills in the default value, or the model does without.',
  fix: 'Nothing, as long as the default gives the results of the baseline.',
  coordinates: { subject: 'input', aspect: 'presence', change: 'added' },
  when: ({ spec }) => spec.optional,
  levels: { backward: { tensor: 'info' } },
  message: ({ spec }) => `Input ${printTensor(spec)} is new and may be left out.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3], k?: int64[] = 5) -> (scores: float32[?,1000])',
      fires: true,
    },
    {
      before: 'serving_default() -> (y: float32[])',
      after: 'serving_default(seed: int64[]) -> (y: float32[])',
      fires: false,
    },
  ],
});
