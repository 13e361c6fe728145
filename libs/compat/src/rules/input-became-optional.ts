import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

export const inputBecameOptional = defineRule({
  id: 'input-became-optional',
  summary: 'An input may be left out now',
  why: 'Callers send it already, and may go on doing so.',
  fix: 'Nothing.',
  coordinates: { subject: 'input', aspect: 'optionality', change: 'relaxed' },
  levels: { tensor: 'info', json: 'info' },
  mirrors: ['input-became-required'],
  message: ({ name }) => `Input ${quoteName(name)} may be left out now.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3], k: int64[]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3], k?: int64[]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3], k?: int64[]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3], k: int64[]) -> (y: float32[?])',
      fires: false,
    },
  ],
});
