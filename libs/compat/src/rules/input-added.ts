import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputAdded = defineRule({
  id: 'input-added',
  summary: 'A required input is new',
  why: 'Callers do not send it yet, and a request without a required input is rejected.',
  fix: 'Give the input a default value, or export the new signature under a key of its own.',
  coordinates: { subject: 'input', aspect: 'presence', change: 'added' },
  when: ({ spec }) => !spec.optional,
  levels: { tensor: 'error', json: 'error' },
  mirrors: ['input-removed'],
  message: ({ spec }) => `Required input ${printTensor(spec)} is new.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3], k: int64[]) -> (scores: float32[?,1000])',
      fires: true,
    },
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3], k?: int64[] = 5) -> (scores: float32[?,1000])',
      fires: false,
    },
  ],
});
