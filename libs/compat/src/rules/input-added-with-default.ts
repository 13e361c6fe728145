import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputAddedWithDefault = defineRule({
  id: 'input-added-with-default',
  summary: 'An input that may be left out is new',
  why: 'Callers do not send it. Over gRPC they need not: the runtime fills in the default value, or the model does without. The REST API of TensorFlow Serving knows no defaults: it rejects a request without the input, and one with a plain list as soon as there are two inputs.',
  fix: 'Nothing where all callers speak gRPC (`transport: tensor`), as long as the default gives the results of the baseline. Else export the new signature under a key of its own.',
  coordinates: { subject: 'input', aspect: 'presence', change: 'added' },
  when: ({ spec }) => spec.optional,
  levels: { tensor: 'info', json: 'error' },
  mirrors: ['input-removed'],
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
