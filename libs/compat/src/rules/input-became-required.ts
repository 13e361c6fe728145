import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputBecameRequired = defineRule({
  id: 'input-became-required',
  summary: 'An input may not be left out any more',
  why: 'Callers that leave it out send an incomplete request. Over JSON an input could never be left out.',
  fix: 'Give the input a default value again.',
  coordinates: { subject: 'input', aspect: 'optionality', change: 'restricted' },
  levels: { tensor: 'error', json: 'info' },
  mirrors: ['input-became-optional'],
  message: ({ name }) => `Input ${quoteName(name)} is required now.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3], k?: int64[] = 5) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3], k: int64[]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3], k: int64[]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3], k?: int64[] = 5) -> (y: float32[?])',
      fires: false,
    },
  ],
});
