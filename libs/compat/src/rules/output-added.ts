import { printTensor } from '@sigcat/core';
import { defineRule } from '../rule';

export const outputAdded = defineRule({
  id: 'output-added',
  summary: 'An output is new',
  why: 'Callers read the outputs they know by name and pass over the others.',
  fix: 'Nothing.',
  coordinates: { subject: 'output', aspect: 'presence', change: 'added' },
  levels: { backward: { tensor: 'info' } },
  message: ({ spec }) => `Output ${printTensor(spec)} is new.`,
  examples: [
    {
      before: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      after:
        'serving_default(image: float32[?,224,224,3]) -> (classes: string[?,1000], scores: float32[?,1000])',
      fires: true,
    },
    {
      before:
        'serving_default(image: float32[?,224,224,3]) -> (classes: string[?,1000], scores: float32[?,1000])',
      after: 'serving_default(image: float32[?,224,224,3]) -> (scores: float32[?,1000])',
      fires: false,
    },
  ],
});
