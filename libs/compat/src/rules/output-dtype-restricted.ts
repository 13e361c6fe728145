import { quoteName } from '@sigcat/core';
import { defineRule } from '../rule';

/**
 * An unspecified dtype is judged like an unknown rank: the file does not record it, so it may be any.
 */
export const outputDtypeRestricted = defineRule({
  id: 'output-dtype-restricted',
  summary: 'The dtype of an output is recorded now',
  why: 'Callers had to be ready for any dtype, this one included.',
  fix: 'Nothing.',
  coordinates: { subject: 'output', aspect: 'dtype', change: 'restricted' },
  levels: { backward: { tensor: 'info' } },
  message: ({ name, after }) => `Output ${quoteName(name)} gives ${after}; no dtype was recorded.`,
  examples: [
    {
      before: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      fires: true,
    },
    {
      before: 'serving_default(x: float32[?,3]) -> (y: float32[?])',
      after: 'serving_default(x: float32[?,3]) -> (y: unspecified[?])',
      fires: false,
    },
  ],
});
